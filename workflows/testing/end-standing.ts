import type { Client } from '@temporalio/client';
import { standing, standingId } from '../standing.ts';

/** Ends what the workers of a task queue have brought to life; they must be gone, or they bring it back. */
export async function endStanding(client: Client, taskQueue: string): Promise<void> {
  await Promise.all(
    standing.map(async ({ name, forever }) => {
      const id = standingId(name, taskQueue);
      if (forever) await client.workflow.getHandle(id).terminate().catch(ignore);
      else await client.schedule.getHandle(id).delete().catch(ignore);
    }),
  );
}

function ignore(): void {
  // It was never made, or is gone already.
}
