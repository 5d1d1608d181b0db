import { join, sep } from 'node:path';
import express, { type RequestHandler } from 'express';
import { createPackedFiles } from './packed-files.ts';
import { ProblemError } from '../http/problems/problem.ts';

/** The files of a finished build in `folder`; what is not there is left to the pages, except under /assets. */
export function createStaticFiles(folder: string): RequestHandler[] {
  const named = join(folder, 'assets') + sep;
  return [
    createPackedFiles(folder),
    express.static(folder, {
      index: false,
      maxAge: '1h',
      setHeaders(response, path) {
        // Names under /assets hold a hash of their content: what has one never changes.
        if (!path.startsWith(named)) return;
        response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      },
    }),
    // A stale page asks for scripts that are gone: it must get a 404, not a page called script.
    (request, _response, next) => {
      next(request.path.startsWith('/assets/') ? new ProblemError('not_found') : undefined);
    },
  ];
}
