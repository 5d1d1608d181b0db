import type { Database } from '../db/client.ts';
import { createConcurrencyLimit } from './http/concurrency-limit.ts';

/**
 * A database whose connections are waited for in line. The driver gives up on a full pool as fast as on a database
 * that is down, so a burst would be told that the database is away while it is merely busy.
 */
export function limitConnections(
  database: Database,
  limits: { atOnceMax: number; waitingMax: number },
): Database {
  const limited = createConcurrencyLimit({ ...limits, detail: 'Too many requests at once.' });
  return {
    ...database,
    query: (text, values, name) => limited(() => database.query(text, values, name)),
    withOrganization: (organizationId, work) =>
      limited(() => database.withOrganization(organizationId, work), { share: organizationId }),
    callAs: (organizationId, call, values) =>
      limited(() => database.callAs(organizationId, call, values), { share: organizationId }),
  };
}
