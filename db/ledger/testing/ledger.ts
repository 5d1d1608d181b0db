import { uuidv7 } from '../../uuidv7.ts';
import { type TestDatabase, withConnection } from '../../testing/test-database.ts';

interface Terms {
  readonly kind?: string;
  readonly expiresAt?: Date;
  readonly cashMinor?: number;
  readonly key?: string;
}

/**
 * The ledger's functions, called as the app and the saga call them, and what they have written. The database is asked
 * for at each call: a test file has none before its `beforeAll`.
 */
export function ledgerOf(db: () => TestDatabase) {
  async function grant(organizationId: string, amount: number, terms: Terms = {}) {
    const { key = uuidv7(), kind = 'promo', expiresAt = null, cashMinor = 0 } = terms;
    const [row] = await db().database.query<{ lot_id: string; replayed: boolean }>(
      'select * from grant_credits($1, $2, $3, $4, $5, $6)',
      [organizationId, key, amount, kind, expiresAt, cashMinor],
    );
    return row;
  }

  async function reserve(organizationId: string, amount: number, jobId = uuidv7(), ordinal = 1) {
    const [row] = await db().system.query<{ reservation_id: string; replayed: boolean }>(
      'select * from reserve($1, $2, $3, $4, null)',
      [organizationId, jobId, ordinal, amount],
    );
    if (!row) throw new Error('reserve answered nothing');
    return { id: row.reservation_id, replayed: row.replayed };
  }

  async function settle(id: string, amount: number) {
    const [row] = await db().system.query<{ charged: number; replayed: boolean }>(
      'select * from settle($1, $2)',
      [id, amount],
    );
    return row;
  }

  async function voidReservation(id: string, reason = 'failed') {
    const [row] = await db().system.query<{ changed: boolean }>(
      'select void_reservation($1, $2) as changed',
      [id, reason],
    );
    return row?.changed;
  }

  function read<Row>(organizationId: string, text: string) {
    return db().database.withOrganization(organizationId, (tx) => tx.query<Row>(text));
  }

  async function balance(organizationId: string) {
    const [row] = await read(organizationId, 'select posted, held, available from balances');
    return row;
  }

  /** Runs `call` eight times at once: none may write before all of them wait for the wallet. */
  function overlapping<T>(organizationId: string, call: () => Promise<T>): Promise<T[]> {
    const callers = 8;
    return withConnection(db().adminUrl, async (admin) => {
      await admin.query('begin');
      await admin.query('select from wallets where organization_id = $1 for update', [
        organizationId,
      ]);
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
    });
  }

  /** What a reservation pinned of each of `lots`, in the order given. */
  async function pins(reservationId: string, lots: (string | undefined)[]) {
    const { rows } = await withConnection(db().adminUrl, (admin) =>
      admin.query<{ lot_id: string; amount: string }>(
        'select pin.* from reservations, unnest(lot_ids, lot_amounts) as pin (lot_id, amount) where id = $1',
        [reservationId],
      ),
    );
    const amounts = new Map(rows.map(({ lot_id, amount }) => [lot_id, Number(amount)]));
    return lots.map((lot) => amounts.get(lot ?? '') ?? 0);
  }

  return { grant, reserve, settle, voidReservation, read, balance, overlapping, pins };
}

/** A date that lies `days` ahead, or behind when they are negative. */
export const future = (days: number) => new Date(Date.now() + days * 86_400_000);
