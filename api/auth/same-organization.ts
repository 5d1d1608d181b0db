import { parseId } from '../../domain/ids.ts';
import type { Principal } from './principal.ts';
import { ProblemError } from '../http/problems/problem.ts';

/** The header in which a page says for which organization it was opened, by public id. */
export const organizationHeader = 'atelier-organization';

/**
 * Cookies are the browser's, not the page's: a page that was opened for one organization must not act for another that
 * somebody signed in for since. What is read may be asked for without a name; what is written by session may not. A key
 * names its organization by itself, so it is held only to a name that is given.
 */
export function assertSameOrganization(
  principal: Principal,
  named: string | undefined,
  isWrite: boolean,
): void {
  if (named === undefined && (principal.via === 'key' || !isWrite)) return;
  if (named !== undefined && parseId('org', named) === principal.organizationId) return;
  throw new ProblemError('organization_changed');
}
