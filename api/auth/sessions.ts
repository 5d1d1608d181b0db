import { publicId } from '../../domain/ids.ts';
import type { Principal } from './principal.ts';
import type { Auth, AuthSession } from './auth.ts';
import type { Membership, Memberships, StaffRole } from './memberships.ts';

/** Who is looking at a page. Ids are public ids; `staff` lists what the platform granted this person. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** `role` may be several, parted by commas. */
  readonly organization: { readonly id: string; readonly name: string; readonly role: string };
  readonly staff: readonly StaffRole[];
}

/** Who is signed in, with the organization they work in. */
export interface Sessions {
  /** What the API asks: UUIDs. Null when nobody is signed in. */
  principal(headers: Headers): Promise<Principal | null>;
  /** What pages show: public ids. */
  session(headers: Headers): Promise<Session | null>;
}

export function createSessions(auth: Auth, memberships: Memberships): Sessions {
  async function find(headers: Headers): Promise<[AuthSession, Membership] | null> {
    // Most requests without a session carry no cookie of ours at all.
    if (!headers.get('cookie')?.includes(`${auth.sessionCookie}=`)) return null;
    const session = await auth.session(headers);
    if (!session) return null;
    const { user, activeOrganizationId } = session;
    const membership = await memberships.current(user.id, activeOrganizationId);
    // Whoever's organization is gone can do nothing here; signing in again tells them so.
    return membership && [session, membership];
  }

  return {
    async principal(headers) {
      const found = await find(headers);
      if (!found) return null;
      const [{ user }, { id, role }] = found;
      return { organizationId: id, userId: user.id, role, via: 'session' };
    },
    async session(headers) {
      const found = await find(headers);
      if (!found) return null;
      const [{ user }, { id, name, role }] = found;
      return {
        user: { ...user, id: publicId('usr', user.id) },
        organization: { id: publicId('org', id), name, role },
        staff: await memberships.staff(user.id),
      };
    },
  };
}
