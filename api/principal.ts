import type { Role } from './services.ts';

/** For whom a request is made. `organizationId` and `userId` are UUIDs; a key acts for no person. */
export interface Principal {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly role: Role;
  readonly via: 'key' | 'session';
}

/** Viewers and finance people look; everybody else may also spend credits. */
export function mayWrite(principal: Principal): boolean {
  return principal.role !== 'viewer' && principal.role !== 'finance';
}
