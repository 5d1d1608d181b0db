import type { Studio } from './use-cases.ts';
import { cancelJob } from './jobs/routes/cancel-job.ts';
import { createJob } from './jobs/routes/create-job.ts';
import { getAssetFile } from './assets/routes/get-asset-file.ts';
import { getAsset } from './assets/routes/get-asset.ts';
import { getBalance } from './credits/routes/get-balance.ts';
import { getJob } from './jobs/routes/get-job.ts';
import { listJobs } from './jobs/routes/list-jobs.ts';
import { listLedger } from './credits/routes/list-ledger.ts';
import { listOperations } from './operations/routes/list-operations.ts';
import { uploadAsset } from './assets/routes/upload-asset.ts';
import type { Route } from './http/route.ts';

/** Every route of /v1: what is listed here is mounted, and nothing else is documented. */
export function createRoutes(studio: Studio): readonly Route[] {
  return [
    listOperations(studio),
    uploadAsset(studio),
    getAsset(studio),
    getAssetFile('content', studio),
    getAssetFile('thumbnail', studio),
    createJob(studio),
    listJobs(studio),
    getJob(studio),
    cancelJob(studio),
    getBalance(studio),
    listLedger(studio),
  ];
}
