import type { Database } from '../db/client.ts';
import type { Intake } from '../media/intake/intake.ts';
import type { Previews } from '../media/previews/previews.ts';
import type { Operation } from '../operations/operation.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { JobCache } from './jobs/queries.ts';
import { cancelJobCommand } from './jobs/commands/cancel-job.ts';
import type { CancelAnswer } from './jobs/sql-functions.ts';
import { createJobCommand, type CreatedJob, type JobRequest } from './jobs/commands/create-job.ts';
import { quoteJobQuery, type QuoteRequest } from './jobs/quote-job.ts';
import type { QuoteResource } from './jobs/quote-resource.ts';
import { deleteAssetCommand } from './assets/commands/delete-asset.ts';
import {
  uploadAssetCommand,
  type UploadedAsset,
  type UploadRequest,
} from './assets/commands/upload-asset.ts';
import { createConcurrencyLimit, type ConcurrencyLimit } from './http/concurrency-limit.ts';
import { createUrls, type Urls } from './http/urls.ts';
import type { Principal } from './auth/principal.ts';
import { createAssetQueries, type AssetQueries } from './assets/queries.ts';
import { createCreditQueries, type CreditQueries } from './credits/queries.ts';
import { createJobQueries, type JobQueries } from './jobs/queries.ts';
import { renderOperation } from './operations/render-operation.ts';
import type { OperationResource } from './operations/resource.ts';
import { createStorageQueries, type StorageQueries } from './storage/queries.ts';
import type { TemporalClient } from './temporal-client.ts';

/** The outside parts that the use cases work with. */
export interface UseCaseParts {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly intake: Intake;
  readonly previews: Previews;
  readonly temporal: Pick<TemporalClient, 'start' | 'cancel'>;
  readonly catalogue: readonly Operation[];
  readonly jobCache: JobCache;
  readonly origin: string;
  readonly urlSigningSecret: string;
  /** Crossed between a job's row and its start. */
  readonly cross: (point: 'accept.committed') => void;
  readonly log: Readonly<Record<'info' | 'warn', (fields: object, message: string) => void>>;
}

/** Everything a route may call. */
export interface UseCases {
  readonly catalogue: readonly Operation[];
  readonly operations: readonly OperationResource[];
  readonly store: ObjectStore;
  readonly previews: Previews;
  readonly log: UseCaseParts['log'];
  readonly urls: Urls;
  readonly uploadLimit: ConcurrencyLimit;
  readonly jobs: JobQueries;
  readonly assets: AssetQueries;
  readonly credits: CreditQueries;
  readonly storage: StorageQueries;
  readonly createJob: (request: JobRequest) => Promise<CreatedJob>;
  readonly quoteJob: (request: QuoteRequest) => Promise<QuoteResource>;
  readonly cancelJob: (principal: Principal, jobId: string) => Promise<CancelAnswer>;
  readonly deleteAsset: (principal: Principal, assetId: string) => Promise<void>;
  readonly uploadAsset: (request: UploadRequest) => Promise<UploadedAsset>;
}

// Each upload holds a scratch file while it arrives, which on a slow line takes minutes; decoders have a line of their own.
const uploadsAtOnce = {
  atOnceMax: 32,
  leavesRoom: true,
  waitingMax: 64,
  detail: 'Too many uploads at once.',
};

export function createUseCases(parts: UseCaseParts): UseCases {
  const { database, catalogue, temporal } = parts;
  const urls = createUrls({ origin: parts.origin, secret: parts.urlSigningSecret });
  return {
    catalogue,
    operations: catalogue.map(renderOperation),
    store: parts.store,
    previews: parts.previews,
    log: parts.log,
    urls,
    uploadLimit: createConcurrencyLimit(uploadsAtOnce),
    jobs: createJobQueries({ database, urls, cache: parts.jobCache }),
    assets: createAssetQueries({ database, urls }),
    credits: createCreditQueries({ database }),
    storage: createStorageQueries({ database }),
    createJob: createJobCommand({
      database,
      catalogue,
      starter: temporal,
      cross: parts.cross,
      log: parts.log,
    }),
    quoteJob: quoteJobQuery(parts),
    cancelJob: cancelJobCommand({ database, canceler: temporal }),
    deleteAsset: deleteAssetCommand(parts),
    uploadAsset: uploadAssetCommand(parts),
  };
}
