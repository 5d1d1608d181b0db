import { proxyActivities } from '@temporalio/workflow';
import type { LedgerActivities, SweepActivities } from '../activities/index.ts';
import { housekeepingPass } from './policies.ts';

const { auditLedger, verifyLedger, sweepFiles } = proxyActivities<
  LedgerActivities & SweepActivities
>(housekeepingPass);

/** Compares what the journal says of the last hour with every balance; fails where one disagrees, for operators to see. Run by a schedule. */
export async function verify(): Promise<void> {
  await verifyLedger();
}

/** Rebuilds every balance from the whole journal; fails where one disagrees. Run by a schedule. */
export async function audit(): Promise<void> {
  await auditLedger();
}

/** Deletes stored files that nothing needs any more. Run by a schedule. */
export async function sweep(): Promise<void> {
  await sweepFiles();
}
