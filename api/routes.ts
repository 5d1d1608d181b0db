import type { Studio } from './studio.ts';
import { cancelJob } from './routes/cancel-job.ts';
import { createJob } from './routes/create-job.ts';
import { getAssetFile } from './routes/get-asset-file.ts';
import { getAsset } from './routes/get-asset.ts';
import { getBalance } from './routes/get-balance.ts';
import { getJob } from './routes/get-job.ts';
import { listJobs } from './routes/list-jobs.ts';
import { listLedger } from './routes/list-ledger.ts';
import { listOperations } from './routes/list-operations.ts';
import { uploadAsset } from './routes/upload-asset.ts';
import type { Route } from './route.ts';

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
