import type { Database } from '../../db/client.ts';

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
