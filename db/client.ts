import pg from 'pg';
import { DatabaseError, toDatabaseError } from './errors.ts';
import { isUuid } from '../domain/ids.ts';
import { createListener } from './listener.ts';

// Postgres being down must be known, and a full pool given up on, within two seconds.
const WAIT_MS = 1_800;
const STATEMENT_TIMEOUT_MS = 10_000;
// Longer than the server's own limit: it only ends queries on a server that no longer answers.
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;

/** Runs SQL. `int8` arrives as number (checked safe), `timestamptz` as Date, `json` parsed. */
export interface Sql {
  /** @param name names a prepared statement: parsed and planned once a connection. */
  query<Row>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
}

/** The pool of one login. `query` on it commits by itself and has no tenant: it sees no tenant's row. */
export interface Database extends Sql {
  /**
   * One transaction that sees this organization's rows only; rolled back when `work` throws.
   * @param organizationId a UUID, not a public id
   */
  withOrganization<T>(organizationId: string, work: (tx: Sql) => Promise<T>): Promise<T>;
  /**
   * One function call, in one transaction and one round trip: for functions of ours that decide by the organization
   * themselves. `call` numbers its parameters from $2: `reserve_job($2, $3)`.
   * @param organizationId a UUID, not a public id
   */
  callAs<Answer>(organizationId: string, call: string, values: readonly unknown[]): Promise<Answer>;
  /** On one connection of its own, each query for as long as it takes: for what looks at everything there is. */
  atLeisure<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Hears NOTIFY on one connection of its own, which reconnects by itself.
   * @param onLost called when messages may have been missed: whatever was cached is stale
   * @param onListening called whenever messages arrive from now on: at first and after each loss
   * @returns stops listening
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onLost: () => void,
    onListening?: () => void,
  ): Promise<() => Promise<void>>;
  /** Whether Postgres answers, asked on a connection of its own: neither a full pool nor a lock delays it. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** `max`: connections at most. */
export interface DatabaseOptions {
  readonly url: string;
  readonly max: number;
  readonly applicationName: string;
}

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 beyond 2^53 left the database');
  return value;
}

function sqlOn(client: pg.ClientBase): Sql {
  return {
    async query<Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Row[]> {
      try {
        const query = { text, values: [...values], ...(name === undefined ? {} : { name }) };
        return (await client.query(query)).rows as Row[];
      } catch (error) {
        throw toDatabaseError(error);
      }
    },
  };
}

/** Lends a connection; one that broke, or whose state is unknown, is thrown away. */
async function borrow<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  let broken = false;
  const onError = () => {
    broken = true;
  };
  // Without a listener the loss of a borrowed connection would end the process.
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    broken ||= error instanceof DatabaseError && error.kind === 'unavailable';
    throw error;
  } finally {
    client.release(broken);
    client.off('error', onError);
  }
}

async function inTransaction<T>(
  client: pg.PoolClient,
  begin: string,
  work: (tx: Sql) => Promise<T>,
): Promise<T> {
  const tx = sqlOn(client);
  try {
    await client.query(begin);
    const result = await work(tx);
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new DatabaseError('rejected', 'the transaction had failed');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => {
      throw toDatabaseError(lost);
    });
    throw toDatabaseError(error);
  }
}

/** A process reaches Postgres through this alone. Connects when first used, never crashes when it is down. */
export function createDatabase({ url, max, applicationName }: DatabaseOptions): Database {
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: WAIT_MS,
    keepAlive: true,
  };
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, parseSafeInteger);
  const poolOf = (connections: number) =>
    new pg.Pool({
      ...connection,
      max: connections,
      types,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    })
      // An idle connection was lost: the pool has dropped it already and makes a new one when asked.
      .on('error', () => undefined);
  const pool = poolOf(max);
  const spare = poolOf(1);
  const listener = createListener(connection);

  return {
    query: (text, values, name) =>
      borrow(pool, (client) => sqlOn(client).query(text, values, name)),
    withOrganization(organizationId, work) {
      if (!isUuid(organizationId)) throw new RangeError('organizationId is not a UUID');
      // One round trip; safe to splice in, since it is a UUID.
      const begin = `begin; select set_config('app.organization_id', '${organizationId}', true)`;
      return borrow(pool, (client) => inTransaction(client, begin, work));
    },
    async callAs<Answer>(organizationId: string, call: string, values: readonly unknown[]) {
      // A single statement is a transaction; its FROM clause sets the organization before the call reads it.
      const text = `select ${call} as answer from set_config('app.organization_id', $1, true)`;
      const [row] = await borrow(pool, (client) =>
        sqlOn(client).query<{ answer: Answer }>(text, [organizationId, ...values], call),
      );
      return row?.answer as Answer;
    },
    async atLeisure(work) {
      const client = new pg.Client({ ...connection, types });
      // The query under way rejects; without a listener the loss itself would end the process.
      client.on('error', () => undefined);
      try {
        await client.connect();
        return await work(sqlOn(client));
      } catch (error) {
        throw toDatabaseError(error);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    listen: listener.listen,
    healthy: () =>
      borrow(spare, (client) => sqlOn(client).query('select 1')).then(
        () => true,
        () => false,
      ),
    async close() {
      await Promise.all([listener.close(), pool.end(), spare.end()]);
    },
  };
}
