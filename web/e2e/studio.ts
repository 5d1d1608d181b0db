import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { askTestServers } from '../../.ci/ask-test-servers.ts';
import {
  shareTestDatabase,
  withConnection,
  type TestDatabase,
} from '../../db/testing/test-database.ts';
import { uuidv7 } from '../../db/uuidv7.ts';

/** The whole product, which all browser files share, and a person and an organization of this file's own in it. */
export interface JoinedStudio {
  readonly baseUrl: string;
  readonly email: string;
  readonly password: string;
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
  const organization = await signUp(baseUrl, db, person);
  return {
    baseUrl,
    ...person,
    async leave() {
      try {
        await untilNothingIsHeld(db, organization);
      } finally {
        await db.close();
      }
    },
  };
}

async function signUp(
  baseUrl: string,
  db: TestDatabase,
  person: { email: string; password: string },
): Promise<string> {
  // All files come from one address: nobody is to be kept waiting for what an earlier one did.
  await withConnection(db.adminUrl, (admin) => admin.query('delete from auth.rate_limit'));
  const answer = await fetch(`${baseUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { origin: baseUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, name: 'Ada' }),
  });
  if (!answer.ok) throw new Error(`nobody could sign up: ${await answer.text()}`);
  const organization = await withConnection(db.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ id: string }>(
      `select organization_id as id from auth.member
       join auth."user" on "user".id = user_id where email = $1`,
      [person.email],
    );
    return rows[0]?.id ?? '';
  });
  await db.database.withOrganization(organization, (tx) =>
    tx.query('select grant_credits($1, $2, $3)', [organization, 'test', credits]),
  );
  return organization;
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
