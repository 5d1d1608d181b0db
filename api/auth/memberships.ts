import type { Sql } from '../../db/client.ts';

/** An organization as one of its people sees it. `id` is a UUID; `role` may be several, parted by commas. */
export interface Membership {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** What the platform may grant a person, whatever their organizations. */
export const staffRoles = ['operator', 'finance'] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface Memberships {
  /** The organization a person works in: the active one, else the first joined; null when they are in none. */
  current(userId: string, activeId: string | null): Promise<Membership | null>;
  /** What the platform granted this person. */
  staff(userId: string): Promise<StaffRole[]>;
}

/** Reads memberships on auth's own login. An organization is made with its first person and never by a look. */
export function createMemberships(sql: Sql): Memberships {
  return {
    async current(userId, activeId) {
      const [found] = await sql.query<Membership>(
        `select organization.id, organization.name, member.role
         from auth.member join auth.organization on organization.id = member.organization_id
         where member.user_id = $1
         order by organization.id = $2 desc nulls last, member.created_at limit 1`,
        [userId, activeId],
        'membership_current',
      );
      return found ?? null;
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
