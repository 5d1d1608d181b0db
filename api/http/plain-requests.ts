import type { RequestHandler } from 'express';
import { invalidRequest } from './problems/validation.ts';

/**
 * Lets by what has a path of ours: nothing behind it has to expect another server's address, two slashes that make one, or
 * what is no text once it is decoded.
 */
export const plainRequestsOnly: RequestHandler = (request, _response, next) => {
  if (isPlain(request.url)) {
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
