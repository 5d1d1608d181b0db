import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { stepsOf } from '../jobs/testing/steps.ts';
import { ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  db = await createTestDatabase();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await db.close();
});

const { grant, reserve, settle } = ledgerOf(() => db);

describe('verify', () => {
  // Each drift is planted by a superuser in a transaction whose outcome verify() is asked as the app
  // role, without any organization: it must not come back clean because it sees nothing.
  test.each([
    ['wallet posted', 'update wallets set posted = posted + 1 where organization_id = $1'],
    ['wallet held', 'update wallets set held = held + 1 where organization_id = $1'],
    ['lot remaining', 'update lots set remaining = remaining - 1 where organization_id = $1'],
    ['lot held', 'update lots set held = held - 1 where organization_id = $1'],
    ['lot open', 'update lots set open = false where organization_id = $1'],
    ['lot revenue', 'update lots set cash_minor = cash_minor + 50 where organization_id = $1'],
    [
      'reservation charged',
      "update reservations set charged = 1 where organization_id = $1 and state = 'settled'",
    ],
    ['reservation pins', 'update reservations set amount = amount + 1 where organization_id = $1'],
    [
      'journal balance',
      "insert into journals (organization_id, id, kind, key, amount, balance_after) values ($1, uuidv7(), 'grant', 'planted', 9, 3)",
    ],
    [
      'journal amount',
      "insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount) select $1, id, 9, 'CR', 'promo', 'wallet', 1 from journals where organization_id = $1 limit 1",
    ],
  ])('tells the app without context: %s', async (problem, drift) => {
    const organization = await db.organization();
    await grant(organization, 10, { kind: 'paid', cashMinor: 990 });
    const settled = await reserve(organization, 3);
    await settle(settled.id, 2);
    await reserve(organization, 4);
    expect(await db.database.query('select * from verify()')).toEqual([]);

    await admin.query('begin');
    await admin.query(drift, [organization]);
    await admin.query('set local role atelier_app');
    const { rows } = await admin.query<{ problem: string; organization_id: string }>(
      'select * from verify()',
    );
    await admin.query('rollback');
    expect(rows.map((row) => row.problem)).toContain(problem);
    expect(new Set(rows.map((row) => row.organization_id))).toEqual(new Set([organization]));
  });
});

describe('the proof in pages', () => {
  const prove = (organization: string, journals: number) =>
    db.database
      .query<{ page: { problems: { problem: string }[]; complete: boolean } }>(
        'select prove_wallet($1, $2) as page',
        [organization, journals],
      )
      .then(([row]) => row?.page);

  async function busy(): Promise<string> {
    const organization = await db.organization();
    await grant(organization, 100, { kind: 'paid', cashMinor: 9_900 });
    await grant(organization, 7);
    for (let job = 0; job < 5; job += 1) await settle((await reserve(organization, 3)).id, 2);
    return organization;
  }

  test('comes to the end, whatever the size of a page, and then has nothing to do', async () => {
    for (const size of [1, 2, 3, 7, 8, 100]) {
      const organization = await busy();
      let pages = 0;
      for (let complete = false; !complete; pages += 1) {
        const page = await prove(organization, size);
        expect(page?.problems).toEqual([]);
        complete = page?.complete ?? false;
      }
      expect(pages).toBe(Math.floor(7 / size) + 1);
      const left = await db.database.query('select unproved_wallets(null, 1000) as id');
      expect(left).not.toContainEqual({ id: organization });
    }
  });

  test('goes on where it ended', async () => {
    const organization = await busy();
    await prove(organization, 100);
    await settle((await reserve(organization, 9)).id, 9);
    expect(await prove(organization, 100)).toEqual({ problems: [], complete: true });
  });

  test.each([
    ['wallet posted', 'update wallets set posted = posted + 1 where organization_id = $1'],
    [
      'lot remaining',
      'update lots set remaining = remaining - 1 where organization_id = $1 and remaining > 0',
    ],
    ['lot revenue', 'update lots set cash_minor = cash_minor + 50 where organization_id = $1'],
    [
      'reservation charged',
      `update reservations set charged = 1 where organization_id = $1 and id =
         (select key::uuid from journals where organization_id = $1 and kind = 'settle' order by seq desc limit 1)`,
    ],
    [
      'journal balance',
      "insert into journals (organization_id, id, kind, key, amount, balance_after) values ($1, uuidv7(), 'grant', 'planted', 9, 3)",
    ],
    [
      'journal amount',
      "insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount) select $1, id, 9, 'CR', 'promo', 'wallet', 1 from journals where organization_id = $1 order by seq desc limit 1",
    ],
  ])('tells %s each time, and does not go past it', async (problem, drift) => {
    const organization = await busy();
    await prove(organization, 3);
    await admin.query('begin');
    await admin.query(drift, [organization]);
    await admin.query('set local role atelier_app');
    for (const again of ['first', 'second']) {
      const { rows } = await admin.query<{ page: { problems: { problem: string }[] } }>(
        'select prove_wallet($1, 100) as page',
        [organization],
      );
      expect([again, rows[0]?.page.problems.map((each) => each.problem)]).toEqual([
        again,
        expect.arrayContaining([problem]),
      ]);
    }
    await admin.query('rollback');
  });
});

test('a clock that is set back reorders nothing', async () => {
  const organization = await db.organization();
  await grant(organization, 10);
  const { id } = await reserve(organization, 3);
  await settleAsBefore(organization, id);
  expect(await db.database.query('select * from verify()')).toEqual([]);
});

/** Settles as the ledger does, but under an id from before all others. */
async function settleAsBefore(organization: string, reservation: string): Promise<void> {
  await settle(reservation, 3);
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  for (const [table, column] of [
    ['transfers', 'journal_id'],
    ['journals', 'id'],
  ] as const) {
    await admin.query(
      `update ${table} set ${column} = '00000000-0000-7000-8000-000000000001' where organization_id = $1 and ${column} =
         (select id from journals where organization_id = $1 and kind = 'settle')`,
      [organization],
    );
  }
  await admin.query('commit');
}

describe('what jobs say of credits', () => {
  const { fresh, accept, reserve: reserveJob, settle: settleJob, deliver } = stepsOf(() => db);

  test.each([
    ['job held', 'update jobs set credits_held = 0 where id = $1'],
    ['job charged', 'update jobs set credits_charged = 9 where id = $1'],
  ])('is compared with the ledger: %s', async (problem, drift) => {
    await fresh(10);
    const [held, charged] = [(await accept()).job_id, (await accept()).job_id];
    await reserveJob(held, 'a');
    await reserveJob(charged, 'b');
    await settleJob(charged, 'b', await deliver(charged, 'b'));
    expect(await db.database.query('select * from verify()')).toEqual([]);
    await admin.query('begin');
    await admin.query(drift, [problem === 'job held' ? held : charged]);
    const { rows } = await admin.query<{ problem: string }>('select * from verify()');
    const { rows: within } = await admin.query(
      "select problem from verify_held() where problem = 'job held'",
    );
    await admin.query('rollback');
    expect(rows).toMatchObject([{ problem }]);
    expect(within).toEqual(problem === 'job held' ? [{ problem }] : []);
  });

  test('credits that are held for a job at its end are found within the hour', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserveJob(job, 'a');
    await admin.query('begin');
    await admin.query(`update jobs set status = 'failed', credits_held = 0 where id = $1`, [job]);
    const { rows } = await admin.query<{ problem: string }>('select * from verify_held()');
    await admin.query('rollback');
    expect(rows.map(({ problem }) => problem)).toEqual(expect.arrayContaining(['wallet held']));
  });
});
