import type { Database } from '../../../db/client.ts';
import { publicId } from '../../../domain/ids.ts';
import type { Principal } from '../../auth/principal.ts';

/** What became of the request: nothing had started, it is on its way, or there was nothing left to cancel. */
export type CancelAnswer = 'canceled' | 'canceling' | 'ended';

/** Passes a cancel on to Temporal. Never throws: the dispatcher repeats what did not get through. */
export interface JobCanceler {
  cancel(jobId: string): Promise<void>;
}

/** Writes the request down, then tells Temporal: a cancel that was answered is never forgotten. Takes a job's UUID. */
export function cancelJobCommand(deps: {
  database: Database;
  canceler: JobCanceler;
}): (principal: Principal, jobId: string) => Promise<CancelAnswer> {
  return async (principal, jobId) => {
    const [row] = await deps.database.withOrganization(principal.organizationId, (tx) =>
      tx.query<{ answer: CancelAnswer }>('select request_cancel($1) as answer', [jobId]),
    );
    if (!row) throw new Error('request_cancel answers one row');
    if (row.answer !== 'ended') await deps.canceler.cancel(publicId('job', jobId));
    return row.answer;
  };
}
