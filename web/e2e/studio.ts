import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { askTestServers } from '../../.ci/ask-test-servers.ts';
import { createInvitations } from '../../api/auth/invitations.ts';
import { createDatabase } from '../../db/client.ts';
import {
  shareTestDatabase,
  type TestDatabase,
  withConnection,
} from '../../db/testing/test-database.ts';
import { uuidv7 } from '../../db/uuidv7.ts';

interface Person {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** The whole product, which all browser files share, and a person and an organization of this file's own in it. */
export interface JoinedStudio {
  readonly baseUrl: string;
  readonly email: string;
  readonly password: string;
  /** All files come from one address: nobody is kept waiting for how often the others have signed in. */
  forgetAttempts(): Promise<void>;
  /** Makes another person an account: with an organization of their own and no credits, or as a member of this one. */
  join(person: Person, as?: 'a stranger' | 'a colleague'): Promise<void>;
  /** @throws Error when the ledger has drifted, or credits stay held */
  leave(): Promise<void>;
}

const credits = 100;
/** A job that nobody waits for may still be computing. */
const lastJobsMs = 60_000;

/** Answers the suite's studio, started by whoever comes first, with a new person, organization and credits. */
export async function joinStudio(): Promise<JoinedStudio> {
  const { baseUrl, database } = await askTestServers('studio');
  const db = await shareTestDatabase(database);
  const person = { email: `${uuidv7()}@example.com`, password: randomBytes(12).toString('hex') };
  const organization = await makeAccount(db, { ...person, name: 'Ada' });
  await db.database.withOrganization(organization, (tx) =>
    tx.query('select grant_credits($1, $2, $3)', [organization, 'test', credits]),
  );
  return {
    baseUrl,
    ...person,
    async join(other, as = 'a stranger') {
      const own = await makeAccount(db, other);
      if (as === 'a stranger') return;
      await withConnection(db.authUrl, (auth) =>
        auth.query(
          `update auth.member set organization_id = $1, role = 'member' where organization_id = $2`,
          [organization, own],
        ),
      );
    },
    async forgetAttempts() {
      await withConnection(db.authUrl, (auth) => auth.query('delete from auth.rate_limit'));
    },
    async leave() {
      try {
        await untilNothingIsHeld(db, organization);
      } finally {
        await db.close();
      }
    },
  };
}

/** An invited person's account, made as the sign-up page makes it; answers their organization. */
async function makeAccount(db: Pick<TestDatabase, 'authUrl'>, person: Person): Promise<string> {
  const auth = createDatabase({ url: db.authUrl, max: 1, applicationName: 'e2e' });
  try {
    // All files come from one address: nobody is to be kept waiting for what an earlier one did.
    await auth.query('delete from auth.rate_limit');
    const invitations = createInvitations(auth);
    const token = await invitations.invite({ email: person.email, staff: [] });
    await invitations.accept(token ?? '', person);
    const [own] = await auth.query<{ id: string }>(
      `select organization_id as id from auth.member
       join auth."user" on "user".id = user_id where email = $1`,
      [person.email],
    );
    return own?.id ?? '';
  } finally {
    await auth.close();
  }
}

async function untilNothingIsHeld(db: TestDatabase, organization: string): Promise<void> {
  const giveUpAt = Date.now() + lastJobsMs;
  for (;;) {
    const held = await db.database.withOrganization(organization, (tx) =>
      tx.query(`select job_id from reservations where state = 'pending'`),
    );
    if (held.length === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`credits are still held: ${JSON.stringify(held)}`);
    await delay(200);
  }
}
