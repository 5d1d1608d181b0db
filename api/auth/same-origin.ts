import type { Principal } from './principal.ts';
import { ProblemError } from '../http/problems/problem.ts';

/** The origins whose pages are ours. A loopback name means every name of this machine. */
export function ownOrigins(origin: string): readonly string[] {
  const url = new URL(origin);
  if (url.hostname !== 'localhost') return [origin];
  return ['localhost', '127.0.0.1', '[::1]'].map(
    (name) => `${url.protocol}//${name}${url.port && `:${url.port}`}`,
  );
}

/** A browser sends cookies along with other sites' requests, so a write by cookie must come from our pages. */
export function assertSameOrigin(
  principal: Principal,
  origin: string | undefined,
  own: readonly string[],
): void {
  if (principal.via === 'key') return;
  if (origin === undefined || !own.includes(origin)) throw new ProblemError('forbidden_origin');
}

/**
 * Remix breaks off with an error where `Origin` is not `Host`, which behind a proxy is the proxy's, and says it to
 * nobody. A page's request gets the host that it was sent to by our own name; a foreign origin is left out, and then the
 * page refuses the write itself, in words.
 */
export function settleOrigin(headers: Headers, own: readonly string[]): void {
  const origin = headers.get('origin');
  const settled = origin !== null && own.includes(origin) ? origin : null;
  if (settled === null) headers.delete('origin');
  headers.set('host', new URL(settled ?? own[0] ?? '').host);
}
