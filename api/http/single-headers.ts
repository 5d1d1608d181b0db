import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { organizationHeader } from '../auth/same-organization.ts';
import { invalidRequest } from './problems/validation.ts';

/**
 * Headers that say one thing: Node joins some of them and takes the first of others, and either may be what nobody said.
 * Those that are lists (`Prefer`, `If-None-Match`, `Cookie`, what proxies add) mean the same on several lines.
 */
export const singleHeaders: ReadonlySet<string> = new Set([
  ...['authorization', 'host', 'origin', 'referer', 'idempotency-key', organizationHeader],
  ...['content-type', 'content-encoding', 'range', 'if-range'],
]);

/** The values of each such header that came more than once. */
function repeated({ rawHeaders }: IncomingMessage): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!singleHeaders.has(name)) continue;
    const known = values.get(name);
    if (known) known.push(rawHeaders[at + 1] ?? '');
    else values.set(name, [rawHeaders[at + 1] ?? '']);
  }
  for (const [name, { length }] of values) if (length === 1) values.delete(name);
  return values;
}

/** Whether such a header came more than once, equal or not. */
export const hasRepeatedHeaders = (request: IncomingMessage): boolean => repeated(request).size > 0;

/** Takes copies of a header as one (a proxy repeats what it should not), and refuses two that differ. */
export const singleHeadersOnly: RequestHandler = (request, _response, next) => {
  const several = repeated(request);
  if (several.size === 0) {
    next();
    return;
  }
  const unequal = [...several].filter(([, values]) => new Set(values).size > 1);
  if (unequal.length > 0) {
    const message = 'It was sent more than once, with different values';
    next(invalidRequest(unequal.map(([field]) => ({ field, code: 'repeated_header', message }))));
    return;
  }
  for (const [name, [value]] of several) {
    request.headers[name] = value;
    request.rawHeaders = withoutCopies(request.rawHeaders, name);
  }
  next();
};

function withoutCopies(raw: readonly string[], name: string): string[] {
  const is = (at: number) => raw[at - (at % 2)]?.toLowerCase() === name;
  const first = raw.findIndex((_, at) => is(at));
  return raw.filter((_, at) => !is(at) || at - (at % 2) === first);
}
