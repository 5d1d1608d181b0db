import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../../db/client.ts';
import { hashPassword } from '../../db/passwords.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { staffRoles, type StaffRole } from './memberships.ts';

/** Whom an address lets in, and what the platform grants them. */
export interface Invitation {
  readonly email: string;
  readonly staff: readonly StaffRole[];
}

/** `gone`: used, expired or never there. `taken`: somebody with this e-mail has an account. */
type Joined = 'joined' | 'gone' | 'taken';

export interface Invitations {
  /** Answers the secret of an address that can be used once; null when the person has an account already. */
  invite(invitation: Invitation): Promise<string | null>;
  find(token: string): Promise<Invitation | null>;
  /** Makes the person, their own organization and what the invitation grants, and uses the invitation up. */
  accept(token: string, person: { name: string; password: string }): Promise<Joined>;
}

const kept = z.object({ email: z.string(), staff: z.array(z.enum(staffRoles)) });

const leave = `with expired as (delete from auth.verification where expires_at < now())
  insert into auth.verification (id, identifier, value, expires_at)
  select $1::uuid, $2::text, $3::text, now() + interval '7 days'
  where not exists (select from auth."user" where email = $4::text) returning id`;

// One statement: all of it is there, or nothing and the invitation can still be used.
const join = `with used as (
    delete from auth.verification where identifier = $1::text and expires_at > now() returning value::jsonb as invitation),
  person as (
    insert into auth."user" (id, name, email, email_verified)
      select $2::uuid, $3::text, invitation ->> 'email', false from used returning id),
  account as (
    insert into auth.account (id, account_id, provider_id, user_id, password)
      select $4::uuid, id::text, 'credential', id, $5::text from person),
  own as (
    insert into auth.organization (id, name, slug)
      select $6::uuid, $3::text, 'personal-' || id::text from person returning id),
  owner as (
    insert into auth.member (id, organization_id, user_id, role)
      select $7::uuid, own.id, person.id, 'owner' from own, person),
  granted as (
    insert into auth.staff_grants (user_id, role)
      select person.id, jsonb_array_elements_text(invitation -> 'staff') from used, person)
  select id from person`;

/** Invitations, in better-auth's table of things that are to be proved, on auth's own login. */
export function createInvitations(sql: Sql): Invitations {
  return {
    async invite({ email, staff }) {
      const token = randomBytes(32).toString('base64url');
      const value = { email: email.toLowerCase(), staff };
      const made = await sql.query(leave, [
        uuidv7(),
        identifierOf(token),
        JSON.stringify(value),
        value.email,
      ]);
      return made.length > 0 ? token : null;
    },
    async find(token) {
      const [row] = await sql.query<{ value: string }>(
        'select value from auth.verification where identifier = $1 and expires_at > now()',
        [identifierOf(token)],
      );
      return row ? kept.parse(JSON.parse(row.value)) : null;
    },
    async accept(token, { name, password }) {
      const ids = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
      const [person, account, organization, member] = ids;
      const hashed = await hashPassword(password);
      const of = [identifierOf(token), person, name, account, hashed, organization, member];
      try {
        return (await sql.query(join, of)).length > 0 ? 'joined' : 'gone';
      } catch (error) {
        if (isTaken(error)) return 'taken';
        throw error;
      }
    },
  };
}

/** What is kept of the secret. */
function identifierOf(token: string): string {
  return `invitation:${createHash('sha256').update(token).digest('base64url')}`;
}

function isTaken(error: unknown): boolean {
  const { details } = (error ?? {}) as { details?: { constraint?: string } };
  return details?.constraint === 'user_email_unique';
}
