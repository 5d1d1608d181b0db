import type { RequestHandler } from 'express';
import { ProblemError } from './problems/problem.ts';
import { invalidRequest } from './problems/validation.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Lets by what has a path of ours and a method of the web's: nothing behind it has to expect another server's address, two
 * slashes that make one, what is no text once it is decoded, or a method that a web request cannot have.
 */
export const plainRequestsOnly: RequestHandler = (request, _response, next) => {
  if (!methods.has(request.method)) {
    next(new ProblemError('method_not_allowed'));
  } else if (isPlain(request.url)) {
    next();
  } else {
    const message = 'The address in the first line of the request is not a path';
    next(invalidRequest([{ field: 'path', code: 'invalid_path', message }]));
  }
};

function isPlain(url: string): boolean {
  const base = 'http://ours.invalid';
  const parsed = url.startsWith('/') ? URL.parse(url, base) : null;
  return parsed?.origin === base && isText(parsed.pathname);
}

function isText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
