import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '../ids.ts';
import { createTestDatabase, type TestDatabase } from '../testing.ts';

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

interface Terms {
  readonly kind?: string;
  readonly expiresAt?: Date;
  readonly cashMinor?: number;
  readonly key?: string;
}

async function grant(organizationId: string, amount: number, terms: Terms = {}) {
  const { key = uuidv7(), kind = 'promo', expiresAt = null, cashMinor = 0 } = terms;
  const [row] = await db.database.query<{ lot_id: string; replayed: boolean }>(
    'select * from grant_credits($1, $2, $3, $4, $5, $6)',
    [organizationId, key, amount, kind, expiresAt, cashMinor],
  );
  return row;
}

async function reserve(organizationId: string, amount: number, jobId = uuidv7(), ordinal = 1) {
  const [row] = await db.system.query<{ reservation_id: string; replayed: boolean }>(
    'select * from reserve($1, $2, $3, $4, null)',
    [organizationId, jobId, ordinal, amount],
  );
  if (!row) throw new Error('reserve answered nothing');
  return { id: row.reservation_id, replayed: row.replayed };
}

async function settle(id: string, amount: number) {
  const [row] = await db.system.query<{ charged: number; replayed: boolean }>(
    'select * from settle($1, $2)',
    [id, amount],
  );
  return row;
}

async function voidReservation(id: string, reason = 'failed') {
  const [row] = await db.system.query<{ changed: boolean }>(
    'select void_reservation($1, $2) as changed',
    [id, reason],
  );
  return row?.changed;
}

async function voidOfJob(organizationId: string, jobId: string, ordinal: number) {
  const [row] = await db.system.query<{ released: boolean }>(
    "select void_reservation_of_job($1, $2, $3, 'canceled') as released",
    [organizationId, jobId, ordinal],
  );
  return row?.released;
}

function read<Row>(organizationId: string, text: string) {
  return db.database.withOrganization(organizationId, (tx) => tx.query<Row>(text));
}

async function balance(organizationId: string) {
  const [row] = await read(organizationId, 'select posted, held, available from balances');
  return row;
}

/** Runs `call` eight times at once: none may write before all of them wait for the wallet. */
async function overlapping<T>(organizationId: string, call: () => Promise<T>): Promise<T[]> {
  const callers = 8;
  await admin.query('begin');
  await admin.query('select from wallets where organization_id = $1 for update', [organizationId]);
  const calls = Promise.all(Array.from({ length: callers }, call));
  let waiting = 0;
  while (waiting < callers) {
    const { rows } = await admin.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    waiting = rows[0]?.waiting ?? 0;
    await admin.query('select pg_stat_clear_snapshot()');
  }
  await admin.query('commit');
  return calls;
}

/** What a reservation pinned of each of `lots`, in the order given. */
async function pins(reservationId: string, lots: (string | undefined)[]) {
  const { rows } = await admin.query<{ lot_id: string; amount: string }>(
    'select pin.* from reservations, unnest(lot_ids, lot_amounts) as pin (lot_id, amount) where id = $1',
    [reservationId],
  );
  const amounts = new Map(rows.map(({ lot_id, amount }) => [lot_id, Number(amount)]));
  return lots.map((lot) => amounts.get(lot ?? '') ?? 0);
}

const future = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('granting', () => {
  test('gives credits once per key, and says when it gave them before', async () => {
    const organization = await db.organization();
    const first = await grant(organization, 100, { key: 'welcome' });
    const again = await grant(organization, 100, { key: 'welcome' });
    expect(first?.replayed).toBe(false);
    expect(again).toEqual({ lot_id: first?.lot_id, replayed: true });
    expect(await balance(organization)).toEqual({ posted: 100, held: 0, available: 100 });
  });

  test('gives once to callers of one key who all get there before it is written', async () => {
    const organization = await db.organization();
    await grant(organization, 1);
    const answers = await overlapping(organization, () => grant(organization, 7, { key: 'storm' }));
    expect(answers.filter((answer) => !answer?.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer?.lot_id)).size).toBe(1);
    expect(await balance(organization)).toMatchObject({ posted: 8 });
  });

  test.each([{ amount: 11 }, { kind: 'allowance' }, { expiresAt: future(1) }])(
    'refuses the same key with other terms: %j',
    async ({ amount = 10, ...terms }) => {
      const organization = await db.organization();
      await grant(organization, 10, { key: 'once' });
      await expect(grant(organization, amount, { key: 'once', ...terms })).rejects.toMatchObject({
        kind: 'grant_conflict',
      });
    },
  );

  test('refuses an unknown organization, amounts below one, and promo credits with a price', async () => {
    const organization = await db.organization();
    await expect(grant(uuidv7(), 1)).rejects.toMatchObject({ kind: 'organization_not_found' });
    await expect(grant(organization, 0)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(grant(organization, -1)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(grant(organization, 1, { cashMinor: 1 })).rejects.toMatchObject({
      kind: 'invalid_amount',
    });
  });

  test('can be called by name with the defaults of a promotion', async () => {
    const organization = await db.organization();
    await db.database.query(
      `select * from grant_credits(organization_id => $1, key => 'named', amount => 3, kind => 'promo', expires_at => null)`,
      [organization],
    );
    expect(await balance(organization)).toMatchObject({ available: 3 });
  });
});

describe('reserving', () => {
  test('burns promo first, then what expires earliest, and never what has expired', async () => {
    const organization = await db.organization();
    const paid = await grant(organization, 10, { kind: 'paid' });
    const late = await grant(organization, 10, { kind: 'allowance', expiresAt: future(20) });
    const soon = await grant(organization, 10, { kind: 'paid', expiresAt: future(2) });
    const promo = await grant(organization, 10, { expiresAt: future(90) });
    const expired = await grant(organization, 10, { expiresAt: future(-1) });
    expect(await balance(organization)).toEqual({ posted: 50, held: 0, available: 40 });

    const lots = [promo, soon, late, paid, expired].map((lot) => lot?.lot_id);
    const { id } = await reserve(organization, 35);
    expect(await pins(id, lots)).toEqual([10, 10, 10, 5, 0]);
    await expect(reserve(organization, 6)).rejects.toMatchObject({
      kind: 'insufficient_credits',
      details: { required: 6, available: 5 },
    });
  });

  test('the same job, ordinal and amount is the same reservation; another amount is refused', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const first = await reserve(organization, 10, job);
    expect(await reserve(organization, 10, job)).toEqual({ id: first.id, replayed: true });
    await expect(reserve(organization, 9, job)).rejects.toMatchObject({
      kind: 'reservation_conflict',
    });
    await settle(first.id, 10);
    expect(await reserve(organization, 10, job)).toEqual({ id: first.id, replayed: true });
    expect(await balance(organization)).toEqual({ posted: 0, held: 0, available: 0 });
  });

  test('a job holds one reservation at a time', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const { id } = await reserve(organization, 1, job, 1);
    await expect(reserve(organization, 1, job, 2)).rejects.toMatchObject({
      kind: 'reservation_conflict',
    });
    await voidReservation(id);
    expect(await reserve(organization, 1, job, 2)).toMatchObject({ replayed: false });
  });

  test('320 callers share 650 credits: 65 get their ten', async () => {
    const organization = await db.organization();
    await grant(organization, 300, { kind: 'paid' });
    await grant(organization, 350);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 320 }, () => reserve(organization, 10)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(65);
    expect(await balance(organization)).toEqual({ posted: 650, held: 650, available: 0 });
  });

  test('one job asking several times at once holds its credits once', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    const job = uuidv7();
    const answers = await overlapping(organization, () => reserve(organization, 5, job));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await balance(organization)).toEqual({ posted: 5, held: 5, available: 0 });
  });

  test('says what is available when the wallet is missing or empty', async () => {
    const organization = await db.organization();
    await expect(reserve(organization, 2)).rejects.toMatchObject({
      details: { required: 2, available: 0 },
    });
    expect(await balance(organization)).toBeUndefined();
  });
});

describe('settling', () => {
  test('charges what was delivered and gives the rest back to its lots', async () => {
    const organization = await db.organization();
    await grant(organization, 3);
    const paid = await grant(organization, 10, { kind: 'paid' });
    const { id } = await reserve(organization, 8);
    expect(await settle(id, 4)).toEqual({ charged: 4, replayed: false });
    expect(await balance(organization)).toEqual({ posted: 9, held: 0, available: 9 });
    const rest = await reserve(organization, 9);
    expect(await pins(rest.id, [paid?.lot_id])).toEqual([9]);
  });

  test('charges once: the same amount is answered again, another is refused', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await settle(id, 3);
    expect(await settle(id, 3)).toEqual({ charged: 3, replayed: true });
    await expect(settle(id, 4)).rejects.toMatchObject({ kind: 'reservation_conflict' });
    expect(await balance(organization)).toMatchObject({ posted: 7 });
  });

  test('refuses more than was reserved, less than nothing, and the unknown', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await expect(settle(id, 5)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(settle(id, -1)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(settle(uuidv7(), 1)).rejects.toMatchObject({ kind: 'reservation_not_found' });
  });

  test('a charge of nothing frees the credits and writes no entry', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    expect(await settle(id, 0)).toEqual({ charged: 0, replayed: false });
    expect(await read(organization, 'select kind from ledger_entries')).toEqual([
      { kind: 'grant' },
    ]);
  });

  test('earns the cash of a lot to the cent, neither before nor after it is used up', async () => {
    const organization = await db.organization();
    await grant(organization, 7, { kind: 'paid', cashMinor: 100 });
    const earned = () =>
      read<{ sum: number }>(
        organization,
        "select coalesce(sum(amount), 0)::bigint as sum from transfers where credit = 'usage_revenue'",
      ).then(([row]) => row?.sum);
    const steps: (number | undefined)[] = [];
    for (const amount of [1, 2, 1, 3]) {
      const { id } = await reserve(organization, amount);
      await settle(id, amount);
      steps.push(await earned());
    }
    expect(steps).toEqual([14, 42, 57, 100]);
  });

  test('entries sum to the balance, newest last by id', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const { id } = await reserve(organization, 4, job);
    await settle(id, 4);
    expect(
      await read(
        organization,
        'select kind, amount, balance_after, job_id from ledger_entries order by id',
      ),
    ).toEqual([
      { kind: 'grant', amount: 10, balance_after: 10, job_id: null },
      { kind: 'settle', amount: -4, balance_after: 6, job_id: job },
    ]);
  });
});

describe('voiding', () => {
  test('gives everything back, once', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    expect(await voidReservation(id)).toBe(true);
    expect(await voidReservation(id)).toBe(false);
    expect(await balance(organization)).toEqual({ posted: 10, held: 0, available: 10 });
    await expect(settle(id, 4)).rejects.toMatchObject({
      kind: 'reservation_closed',
      details: { state: 'voided' },
    });
  });

  test('an expired reservation is closed as well', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await voidReservation(id, 'expired');
    await expect(settle(id, 4)).rejects.toMatchObject({ details: { state: 'expired' } });
  });

  test('cannot take back what was settled', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const { id } = await reserve(organization, 4, job);
    await settle(id, 4);
    const closed = { kind: 'reservation_closed', details: { state: 'settled' } };
    await expect(voidReservation(id)).rejects.toMatchObject(closed);
    await expect(voidOfJob(organization, job, 1)).rejects.toMatchObject(closed);
  });

  test('leaves a tombstone where nothing was reserved: a late reserve is refused', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    expect(await voidOfJob(organization, job, 1)).toBe(false);
    expect(await voidOfJob(organization, job, 1)).toBe(false);
    await expect(reserve(organization, 4, job, 1)).rejects.toMatchObject({
      kind: 'reservation_closed',
    });
    const second = await reserve(organization, 4, job, 2);
    expect(await voidOfJob(organization, job, 2)).toBe(true);
    expect(await voidReservation(second.id)).toBe(false);
  });

  test('of settle, void and expiry at once exactly one comes through', async () => {
    const organization = await db.organization();
    await grant(organization, 100);
    for (let round = 0; round < 30; round += 1) {
      const { id } = await reserve(organization, 3);
      const outcomes = await Promise.allSettled([
        settle(id, 0).then((row) => row?.replayed === false),
        voidReservation(id),
        voidReservation(id, 'expired'),
        settle(id, 0).then((row) => row?.replayed === false),
      ]);
      const won = outcomes.filter((o) => o.status === 'fulfilled' && o.value === true);
      expect(won).toHaveLength(1);
    }
    expect(await balance(organization)).toEqual({ posted: 100, held: 0, available: 100 });
  });
});

test('a delivery that the wallet cannot pay is written off once and charged to nobody', async () => {
  const organization = await db.organization();
  await grant(organization, 1);
  const job = uuidv7();
  const writeOff = () =>
    db.system.query<{ booked: boolean }>('select write_off($1, $2, 5) as booked', [
      organization,
      job,
    ]);
  expect(await writeOff()).toEqual([{ booked: true }]);
  expect(await writeOff()).toEqual([{ booked: false }]);
  expect(await balance(organization)).toEqual({ posted: 1, held: 0, available: 1 });
  expect(await read(organization, 'select kind from ledger_entries')).toEqual([{ kind: 'grant' }]);
});

describe('Postgres itself refuses', () => {
  const ledgerTables = ['wallets', 'lots', 'reservations', 'journals', 'transfers'];

  test.each(ledgerTables)('any write of the app to %s', async (table) => {
    const organization = await db.organization();
    await grant(organization, 1);
    for (const statement of [
      `insert into ${table} (organization_id) values ('${organization}')`,
      `update ${table} set organization_id = organization_id`,
      `delete from ${table}`,
      `truncate ${table}`,
      `alter table ${table} disable trigger all`,
    ]) {
      await expect(read(organization, statement)).rejects.toMatchObject({ sqlState: '42501' });
    }
  });

  test('to overdraw a wallet or a lot', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    for (const change of ['wallets set held = 6', 'wallets set posted = -1', 'lots set held = 6']) {
      await expect(
        admin.query(`update ${change} where organization_id = $1`, [organization]),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  test.each([
    ['an amount of zero', "'CR', 'wallet', 'consumed', 0"],
    ['a negative amount', "'CR', 'wallet', 'consumed', -1"],
    ['a transfer to itself', "'CR', 'wallet', 'wallet', 1"],
    ['cash from a wallet', "'USD', 'wallet', 'usage_revenue', 1"],
    ['credits from a cash account', "'CR', 'deferred_revenue', 'usage_revenue', 1"],
    ['two units in one line', "'CR', 'wallet', 'usage_revenue', 1"],
  ])('%s', async (_, posting) => {
    await expect(
      admin.query(
        `insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount)
         values ($1, $1, 1, ${posting})`,
        [uuidv7()],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });

  test.each(['journals', 'transfers'])('to change or empty %s, to its owner too', async (table) => {
    for (const statement of [
      `update ${table} set amount = 1`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(admin.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  test('a second live reservation of a job', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    const { id } = await reserve(organization, 1);
    await expect(
      admin.query(
        `insert into reservations (id, organization_id, job_id, ordinal, amount, lot_ids, lot_amounts)
         select gen_random_uuid(), organization_id, job_id, 2, 1, lot_ids, lot_amounts
         from reservations where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'reservations_one_live_per_job' });
  });
});

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
