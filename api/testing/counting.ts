import type { Database } from '../../db/client.ts';
import type { ChildPool } from '../../media/children/pool.ts';

/** The same database, with every question counted. */
export function counting(database: Database, counter: { queries: number }): Database {
  return {
    ...database,
    query(...query) {
      counter.queries += 1;
      return database.query(...query);
    },
    withOrganization(...work) {
      counter.queries += 1;
      return database.withOrganization(...work);
    },
    callAs(...call) {
      counter.queries += 1;
      return database.callAs(...call);
    },
  };
}

/** The same pool, with every task counted: the API has none but to decode. */
export function countingRuns(pool: ChildPool, counter: { decodes: number }): ChildPool {
  return {
    ...pool,
    run(job) {
      counter.decodes += 1;
      return pool.run(job);
    },
  };
}
