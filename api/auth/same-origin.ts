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
