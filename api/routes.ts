import { deleteAsset } from './assets/routes/delete-asset.ts';
import { getAssetFile } from './assets/routes/get-asset-file.ts';
import { getAsset } from './assets/routes/get-asset.ts';
import { uploadAsset } from './assets/routes/upload-asset.ts';
import { getBalance } from './credits/routes/get-balance.ts';
import { listLedger } from './credits/routes/list-ledger.ts';
import type { Route } from './http/contract/route.ts';
import { cancelJob } from './jobs/routes/cancel-job.ts';
import { createJob } from './jobs/routes/create-job.ts';
import { getJob } from './jobs/routes/get-job.ts';
import { listJobs } from './jobs/routes/list-jobs.ts';
import { quoteJob } from './jobs/routes/quote-job.ts';
import { listOperations } from './operations/routes/list-operations.ts';
import { getStorage } from './storage/routes/get-storage.ts';
import type { UseCases } from './use-cases.ts';

/** Every route of /v1: what is listed here is mounted, and nothing else is documented. */
export function createRoutes(useCases: UseCases): readonly Route[] {
  return [
    listOperations(useCases),
    uploadAsset(useCases),
    getAsset(useCases),
    deleteAsset(useCases),
    getAssetFile('content', useCases),
    getAssetFile('preview', useCases),
    getAssetFile('thumbnail', useCases),
    quoteJob(useCases),
    createJob(useCases),
    listJobs(useCases),
    getJob(useCases),
    cancelJob(useCases),
    getBalance(useCases),
    listLedger(useCases),
    getStorage(useCases),
  ];
}
