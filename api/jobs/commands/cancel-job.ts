import type { Database } from '../../../db/client.ts';
import { publicId } from '../../../domain/ids.ts';
import type { Principal } from '../../auth/principal.ts';
import { createJobFunctions, type CancelAnswer } from '../sql-functions.ts';

/** Passes a cancel on to Temporal. Never throws: the dispatcher repeats what did not get through. */
export interface JobCanceler {
  cancel(jobId: string): Promise<void>;
}

/** Writes the request down, then tells Temporal: a cancel that was answered is never forgotten. Takes a job's UUID. */
export function cancelJobCommand(deps: {
  database: Database;
  canceler: JobCanceler;
}): (principal: Principal, jobId: string) => Promise<CancelAnswer> {
  const sql = createJobFunctions(deps.database);
  return async (principal, jobId) => {
    const answer = await sql.requestCancel(principal.organizationId, jobId);
    if (answer !== 'ended') await deps.canceler.cancel(publicId('job', jobId));
    return answer;
  };
}
