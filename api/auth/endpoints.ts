import { z } from 'zod';
import { parseOrRefuse } from '../http/problems/validation.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { emailLengthMax, passwordLengthMax } from '../../domain/limits.ts';

export const basePath = '/api/auth';
export const signInPath = `${basePath}/sign-in/email`;
export const signOutPath = `${basePath}/sign-out`;

/**
 * Every endpoint of better-auth that exists for callers, with all that it may be told. Whatever else it has is not
 * there: it would make or delete organizations, show tokens, or send people to an address out of the query.
 */
export const endpoints: Readonly<Record<string, z.ZodType>> = {
  [signInPath]: z.strictObject({
    email: z.string().max(emailLengthMax),
    password: z.string().max(passwordLengthMax),
    rememberMe: z.boolean().optional(),
  }),
  [signOutPath]: z.strictObject({}),
};

/**
 * What better-auth is asked in place of this request.
 * @throws ProblemError when there is no such endpoint, or its body is not what it takes
 */
export function toEndpointRequest(method: string, url: URL, headers: Headers, body: string) {
  const schema = Object.hasOwn(endpoints, url.pathname) ? endpoints[url.pathname] : undefined;
  if (!schema || method !== 'POST') {
    throw new ProblemError('not_found', 'There is nothing at this address.');
  }
  const checked = parseOrRefuse(schema, parseJson(body));
  const own = new Headers(headers);
  own.set('content-type', 'application/json');
  own.delete('content-length');
  // Without the query: no endpoint takes any.
  return new Request(new URL(url.pathname, url), {
    method,
    headers: own,
    body: JSON.stringify(checked),
  });
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid_request', 'The request body cannot be read');
  }
}
