import type { Role } from '../../domain/permissions.ts';

/** For whom a request is made. `organizationId` and `userId` are UUIDs; a key acts for no person. */
export interface Principal {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly role: Role;
  readonly via: 'key' | 'session';
}
