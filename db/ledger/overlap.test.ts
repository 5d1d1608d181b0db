import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sql } from '../client.ts';
import { DatabaseError } from '../errors.ts';
import { uuidv7 } from '../uuidv7.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import {
  balanceOf,
  explain,
  learn,
  nameOf,
  sum,
  type Model,
  type Operation,
  type Outcome,
} from './testing/model.ts';

// Commands come in rounds; those of one round run at the same time, each on its own connection. Which
// of them wins is not known beforehand, so the model learns it from their answers and then checks that
// some order of the round explains every one of them, and that the database agrees to the credit.
const CONNECTIONS = 8;
const RUNS = 40;

interface Real {
  readonly sql: Sql;
  readonly organizationId: string;
  readonly jobs: string[];
  readonly read: (text: string) => Promise<Record<string, unknown>[]>;
  count(commands: number): void;
}

async function ask(real: Real, model: Model, operation: Operation): Promise<Outcome> {
  const { key, ordinal, amount, type } = operation;
  const job = real.jobs[key] ?? '';
  const id = model.reservations.get(nameOf(operation))?.id;
  real.count(1);
  try {
    if (type === 'void') {
      if (id === undefined) return { ...operation, answer: 'skipped' };
      const [row] = await real.sql.query<{ released: boolean }>(
        "select void_reservation($1, 'canceled') as released",
        [id],
      );
      return { ...operation, answer: row?.released ? 'new' : 'nothing' };
    }
    if (type === 'settle' && id === undefined) return { ...operation, answer: 'skipped' };
    const calls = {
      grant: ['grant_credits($1, $2, $3)', real.organizationId, `key ${key}`, amount + 1],
      reserve: ['reserve($1, $2, $3, $4, null)', real.organizationId, job, ordinal, amount + 1],
      settle: ['settle($1, $2)', id, amount],
    } as const;
    const [call, ...values] = calls[type];
    const [row] = await real.sql.query<{ replayed: boolean; reservation_id?: string }>(
      `select * from ${call}`,
      values,
    );
    const answer = row?.replayed ? 'replayed' : 'new';
    return { ...operation, answer, ...(row?.reservation_id ? { id: row.reservation_id } : {}) };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { ...operation, answer: error.kind };
  }
}

class Round implements fc.AsyncCommand<Model, Real> {
  readonly operations: Operation[];

  constructor(operations: Operation[]) {
    this.operations = operations;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const { available } = balanceOf(model);
    const outcomes = await Promise.all(
      this.operations.map((operation) => ask(real, model, operation)),
    );
    const taken = outcomes.filter(({ type, answer }) => type === 'reserve' && answer === 'new');
    learn(model, outcomes);
    const availableAtLeast = available - sum(taken.map(({ amount }) => amount + 1));
    for (const outcome of outcomes) explain(model, outcome, availableAtLeast);

    for (const job of real.jobs.keys()) {
      const live = [...model.reservations.values()].filter(
        (reservation) => reservation.job === job && reservation.state !== 'voided',
      );
      expect(live.length).toBeLessThanOrEqual(1);
    }
    const [balance] = await real.read('select posted, held, available from balances');
    expect(balance ?? { posted: 0, held: 0, available: 0 }).toEqual(balanceOf(model));
  }

  toString(): string {
    return this.operations
      .map(
        ({ type, ...operation }) => `${type} ${nameOf({ type, ...operation })} ${operation.amount}`,
      )
      .join(' | ');
  }
}

const operation = fc.record<Operation>({
  type: fc.constantFrom('grant', 'reserve', 'reserve', 'settle', 'void'),
  key: fc.nat(3),
  ordinal: fc.integer({ min: 1, max: 2 }),
  amount: fc.nat(15),
});
const round = fc
  .array(operation, { minLength: CONNECTIONS / 2, maxLength: CONNECTIONS, size: 'max' })
  .map((operations) => new Round(operations));

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  // Calls overlap only when every connection is there before the first of them.
  await Promise.all(Array.from({ length: 10 }, () => db.system.query('select 1')));
});

afterAll(() => db.close());

test('no overlap of grant, reserve, settle, void and replay overdraws, charges twice or leaks', async () => {
  let commands = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands([round], { maxCommands: 12, size: 'max' }), async (rounds) => {
      const organizationId = await db.organization();
      const model: Model = { grants: new Map(), reservations: new Map() };
      const real: Real = {
        sql: db.system,
        organizationId,
        jobs: Array.from({ length: 4 }, uuidv7),
        read: (text) => db.database.withOrganization(organizationId, (tx) => tx.query(text)),
        count: (more) => {
          commands += more;
        },
      };
      await fc.asyncModelRun(() => ({ model, real }), rounds);

      for (const { id, state } of model.reservations.values()) {
        if (state !== 'pending') continue;
        await db.system.query("select void_reservation($1, 'expired')", [id]);
      }
      const [balance] = await real.read('select held from balances');
      expect(balance?.held ?? 0).toBe(0);
      expect(await db.database.query('select * from verify()')).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(commands).toBeGreaterThanOrEqual(1_000);
});
