import type { RequestHandler } from 'express';
import { ProblemError } from './problems/problem.ts';

/** Answers every other method at an address with those that it has. Comes after what has them. */
export function onlyMethods(...own: readonly string[]): RequestHandler {
  const allowed = own.includes('GET') ? [...own, 'HEAD'] : own;
  return (request, response, next) => {
    response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') throw new ProblemError('method_not_allowed');
    next();
  };
}

const webMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Lets by what a web request can have: what lies behind makes one of it. */
export const webMethodsOnly: RequestHandler = (request, response, next) => {
  if (webMethods.includes(request.method)) {
    next();
    return;
  }
  response.setHeader('Allow', webMethods.join(', '));
  throw new ProblemError('method_not_allowed');
};
