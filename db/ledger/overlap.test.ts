import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sql } from '../client.ts';
import { DatabaseError, type DatabaseErrorKind } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { createTestDatabase, type TestDatabase } from '../testing.ts';

// Commands come in rounds; those of one round run at the same time, each on its own connection. Which
// of them wins is not known beforehand, so the model learns it from their answers and then checks that
// some order of the round explains every one of them, and that the database agrees to the credit.
const CONNECTIONS = 8;
const RUNS = 40;

interface Operation {
  readonly type: 'grant' | 'reserve' | 'settle' | 'void';
  readonly key: number;
  readonly ordinal: number;
  readonly amount: number;
}

type Answer = 'new' | 'replayed' | 'nothing' | 'skipped' | DatabaseErrorKind;

interface Outcome extends Operation {
  readonly answer: Answer;
  readonly id?: string;
}

interface Reservation {
  readonly id?: string;
  readonly job: number;
  readonly amount: number;
  state: 'pending' | 'settled' | 'voided';
  charged: number;
}

interface Model {
  readonly grants: Map<number, number>;
  readonly reservations: Map<string, Reservation>;
}

interface Real {
  readonly sql: Sql;
  readonly organizationId: string;
  readonly jobs: string[];
  readonly read: (text: string) => Promise<Record<string, unknown>[]>;
  count(commands: number): void;
}

const nameOf = ({ key, ordinal }: Operation) => `${key}/${ordinal}`;
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

function balanceOf({ grants, reservations }: Model) {
  const all = [...reservations.values()];
  const posted = sum(grants.values()) - sum(all.map(({ charged }) => charged));
  const held = sum(all.filter(({ state }) => state === 'pending').map(({ amount }) => amount));
  return { posted, held, available: posted - held };
}

async function ask(real: Real, model: Model, operation: Operation): Promise<Outcome> {
  const { key, ordinal, amount, type } = operation;
  const job = real.jobs[key] ?? '';
  const id = model.reservations.get(nameOf(operation))?.id;
  real.count(1);
  try {
    if (type === 'void') {
      const [row] = await real.sql.query<{ released: boolean }>(
        "select void_reservation_of_job($1, $2, $3, 'canceled') as released",
        [real.organizationId, job, ordinal],
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

/** Books what the winners say they did; nobody may win what another has won. */
function learn(model: Model, outcomes: Outcome[]): void {
  const won = (type: Operation['type']) =>
    outcomes.filter((outcome) => outcome.type === type && outcome.answer === 'new');
  for (const { key, amount } of won('grant')) {
    expect(model.grants.has(key)).toBe(false);
    model.grants.set(key, amount + 1);
  }
  for (const { id, ...operation } of won('reserve')) {
    const name = nameOf(operation);
    expect(model.reservations.has(name)).toBe(false);
    const reservation = { job: operation.key, amount: operation.amount + 1, charged: 0 };
    model.reservations.set(name, { ...reservation, state: 'pending', ...(id ? { id } : {}) });
  }
  for (const winner of [...won('settle'), ...won('void')]) {
    const reservation = model.reservations.get(nameOf(winner));
    expect(reservation?.state).toBe('pending');
    if (!reservation) continue;
    reservation.state = winner.type === 'settle' ? 'settled' : 'voided';
    reservation.charged = winner.type === 'settle' ? winner.amount : 0;
  }
  for (const operation of outcomes.filter(
    ({ type, answer }) => type === 'void' && answer === 'nothing',
  )) {
    const name = nameOf(operation);
    if (!model.reservations.has(name)) {
      model.reservations.set(name, { job: operation.key, amount: 0, state: 'voided', charged: 0 });
    }
    expect(model.reservations.get(name)?.state).toBe('voided');
  }
}

/** Every refusal and every replay must be one that the state after the round explains. */
function explain(model: Model, outcome: Outcome, availableAtLeast: number): void {
  const { type, answer, amount } = outcome;
  const reservation = model.reservations.get(nameOf(outcome));
  const explanations: Partial<Record<Answer, () => boolean>> = {
    new: () => true,
    skipped: () => true,
    nothing: () => reservation?.state === 'voided',
    replayed: () =>
      ({
        grant: () => model.grants.get(outcome.key) === amount + 1,
        reserve: () => reservation?.amount === amount + 1,
        settle: () => reservation?.state === 'settled' && reservation.charged === amount,
        void: () => false,
      })[type](),
    grant_conflict: () => model.grants.get(outcome.key) !== amount + 1,
    insufficient_credits: () => availableAtLeast < amount + 1,
    organization_not_found: () => false,
    reservation_closed: () => reservation?.state === (type === 'void' ? 'settled' : 'voided'),
    invalid_amount: () => type === 'settle' && amount > (reservation?.amount ?? 0),
    reservation_conflict: () =>
      type === 'settle'
        ? reservation?.state === 'settled' && reservation.charged !== amount
        : [...model.reservations].some(
            ([name, other]) =>
              other.job === outcome.key &&
              (name !== nameOf(outcome) || other.amount !== amount + 1),
          ),
  };
  const explained = explanations[answer]?.() ?? false;
  expect({ ...outcome, explained }).toEqual({ ...outcome, explained: true });
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
}, 120_000);
