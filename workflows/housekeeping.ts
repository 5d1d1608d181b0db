import { proxyActivities } from '@temporalio/workflow';
import type { LedgerActivities, SweepActivities } from '../activities/index.ts';
import { housekeepingPass } from './policies.ts';

const { verifyLedger, sweepFiles } = proxyActivities<LedgerActivities & SweepActivities>(
  housekeepingPass,
);

/** Rebuilds every balance from the journal; fails where one disagrees, for operators to see. Run by a schedule. */
export async function verify(): Promise<void> {
  await verifyLedger();
}

/** Deletes stored files that nothing needs any more. Run by a schedule. */
export async function sweep(): Promise<void> {
  await sweepFiles();
}
