/**
 * For whom a request is made. `organizationId` and `userId` are UUIDs; a key acts for no person. `role` may be several,
 * parted by commas.
 */
export interface Principal {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly role: string;
  readonly via: 'key' | 'session';
}
