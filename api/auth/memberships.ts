import type { Sql } from '../../db/client.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import type { Role } from '../../domain/permissions.ts';

/** An organization as one of its people sees it. `id` is a UUID. */
export interface Membership {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** What the platform may grant a person, whatever their organizations. */
export type StaffRole = 'operator' | 'finance';

export interface Memberships {
  /** The organization a person works in: the active one, else the first joined, else their own, made now. */
  current(user: { id: string; name: string }, activeId: string | null): Promise<Membership>;
  /** The person's own organization, made when there is none. */
  personal(user: { id: string; name: string }): Promise<Membership>;
  /** What the platform granted this person. */
  staff(userId: string): Promise<StaffRole[]>;
}

const ofPerson = `select organization.id, organization.name, member.role
  from auth.member join auth.organization on organization.id = member.organization_id
  where member.user_id = $1`;

// One statement, so that a crash leaves no organization without its owner; the unique slug makes two at once one.
const makePersonal = `with own as (
    insert into auth.organization (id, name, slug) values ($1, $3, 'personal-' || $2::text)
      on conflict (slug) do nothing returning id)
  insert into auth.member (id, organization_id, user_id, role)
    select $4, id, $2::uuid, 'owner' from own`;

/** Reads and makes memberships on auth's own login. */
export function createMemberships(sql: Sql): Memberships {
  async function personal(user: { id: string; name: string }): Promise<Membership> {
    await sql.query(makePersonal, [uuidv7(), user.id, user.name, uuidv7()]);
    const [own] = await sql.query<Membership>(
      `${ofPerson} and organization.slug = 'personal-' || $1::text`,
      [user.id],
    );
    if (!own) throw new Error('a personal organization has lost its owner');
    return own;
  }
  return {
    personal,
    async current(user, activeId) {
      const [found] = await sql.query<Membership>(
        `${ofPerson} order by organization.id = $2 desc nulls last, member.created_at limit 1`,
        [user.id, activeId],
        'membership_current',
      );
      return found ?? personal(user);
    },
    async staff(userId) {
      const rows = await sql.query<{ role: StaffRole }>(
        'select role from auth.staff_grants where user_id = $1 order by role',
        [userId],
        'staff_grants_of',
      );
      return rows.map(({ role }) => role);
    },
  };
}
