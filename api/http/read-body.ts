import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemError } from './problems/problem.ts';
import { invalidRequest } from './problems/validation.ts';

/** No form of ours is longer. */
export const formBytesMax = 64 * 1024;
/** Nothing that we take has as many: to look at thousands takes longer than anything else here. */
const fieldsMax = 100;
const tooMany = () => new ProblemError('body_too_large', `At most ${fieldsMax} fields fit here.`);

/**
 * A whole body. Throws ProblemError, `body_too_large`, as soon as there is more of it than there may be; the rest stays
 * unread, so that a caller without an end is answered too.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer<ArrayBuffer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer<ArrayBuffer>>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= bytesMax) {
      chunks.push(chunk);
      return;
    }
    request.pause();
    reject(new ProblemError('body_too_large', `At most ${bytesMax / 1024} kB fit here.`));
  });
  request.once('end', () => {
    resolve(Buffer.concat(chunks));
  });
  const breakOff = () => {
    reject(new ProblemError('request_timeout', 'The request broke off.'));
  };
  // Whoever left before we began to read says nothing any more.
  if (request.destroyed) breakOff();
  request.once('error', breakOff);
  return promise;
}

/** A form's body, of either kind. */
export async function readFormBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const body = await readBody(request, formBytesMax);
  const isMultipart = request.headers['content-type']?.includes('multipart/') === true;
  const separator = isMultipart ? '\r\n\r\n' : '&';
  let at = -1;
  for (let fields = 0; fields < fieldsMax; fields += 1) {
    at = body.indexOf(separator, at + 1);
    if (at < 0) return body;
  }
  throw tooMany();
}

/** A body of JSON, `{}` when there is none. Whatever a caller calls it: a wrong type gets the same clear answer. */
export async function readJson(request: IncomingMessage, bytesMax: number): Promise<unknown> {
  const text = decoded(await readBody(request, bytesMax));
  if (text.trim() === '') return {};
  const value = parse(text);
  if (hasTooMany(value)) throw tooMany();
  return value;
}

/** Replaces nothing: words that were never written are not to be printed, and charged. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('invalid_utf8', 'The request body is not UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unreadable('invalid_json', 'The request body is not JSON');
  }
}

const unreadable = (code: string, message: string) =>
  invalidRequest([{ field: 'body', code, message }]);

/** Throws ProblemError, `unsupported_media_type`, when the body is compressed: its bytes would be read as they are. */
export function refuseEncoded({ headers }: IncomingMessage, response: ServerResponse): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return;
  response.setHeader('Accept-Encoding', 'identity');
  const detail = `Send the body as it is: ${JSON.stringify(encoding.slice(0, 40))} is not understood.`;
  throw new ProblemError('unsupported_media_type', detail, { accepted: ['identity'] });
}

/** Whether there are more fields than `fieldsMax`, at whatever depth; looks at no more of them. */
function hasTooMany(value: unknown): boolean {
  const left = [value];
  for (let fields = 0; left.length > 0;) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    const within = Object.values(next);
    if (!Array.isArray(next)) fields += within.length;
    if (fields > fieldsMax) return true;
    for (const each of within) left.push(each);
  }
  return false;
}
