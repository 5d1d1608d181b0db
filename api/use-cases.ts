import type { Readable } from 'node:stream';
import type { Database } from '../db/client.ts';
import type { Intake } from '../media/intake/intake.ts';
import type { Operation } from '../operations/operation.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { JobCache } from './jobs/queries.ts';
import { cancelJobCommand, type CancelAnswer } from './jobs/commands/cancel-job.ts';
import { createJobCommand, type CreatedJob, type JobRequest } from './jobs/commands/create-job.ts';
import { uploadAssetCommand } from './assets/commands/upload-asset.ts';
import { createGate, type Gate } from './http/concurrency-limit.ts';
import { createLinks, type Links } from './http/urls.ts';
import type { Principal } from './auth/principal.ts';
import { createAssetQueries, type AssetQueries } from './assets/queries.ts';
import { createCreditQueries, type CreditQueries } from './credits/queries.ts';
import { createJobQueries, type JobQueries } from './jobs/queries.ts';
import { renderOperation } from './operations/render-operation.ts';
import type { OperationResource } from './operations/resource.ts';
import type { TemporalDoor } from './temporal-client.ts';

/** The outside parts that the studio works with. */
export interface StudioParts {
  readonly database: Database;
  readonly store: ObjectStore;
  readonly intake: Intake;
  readonly temporal: Pick<TemporalDoor, 'start' | 'cancel'>;
  readonly catalogue: readonly Operation[];
  readonly jobCache: JobCache;
  readonly origin: string;
  readonly urlSigningSecret: string;
  /** Crossed between a job's row and its start. */
  readonly cross: (point: 'accept.committed') => void;
  readonly log: { readonly info: (fields: object, message: string) => void };
}

/** Everything a route may call. */
export interface Studio {
  readonly catalogue: readonly Operation[];
  readonly operations: readonly OperationResource[];
  readonly store: ObjectStore;
  readonly links: Links;
  readonly gate: Gate;
  readonly jobs: JobQueries;
  readonly assets: AssetQueries;
  readonly credits: CreditQueries;
  readonly createJob: (request: JobRequest) => Promise<CreatedJob>;
  readonly cancelJob: (principal: Principal, jobId: string) => Promise<CancelAnswer>;
  readonly uploadAsset: (
    principal: Principal,
    file: Readable,
    signal: AbortSignal,
  ) => Promise<string>;
}

// Each upload holds a scratch file while it arrives, which on a slow line takes minutes; decoders have a line of their own.
const uploads = { atOnceMax: 32, waitingMax: 64, refusal: 'Too many uploads at once.' };

export function createStudio(parts: StudioParts): Studio {
  const { database, catalogue, temporal } = parts;
  const links = createLinks({ origin: parts.origin, secret: parts.urlSigningSecret });
  return {
    catalogue,
    operations: catalogue.map(renderOperation),
    store: parts.store,
    links,
    gate: createGate(uploads),
    jobs: createJobQueries({ database, links, cache: parts.jobCache }),
    assets: createAssetQueries({ database, links }),
    credits: createCreditQueries({ database }),
    createJob: createJobCommand({
      database,
      catalogue,
      starter: temporal,
      cross: parts.cross,
      log: parts.log,
    }),
    cancelJob: cancelJobCommand({ database, canceler: temporal }),
    uploadAsset: uploadAssetCommand(parts),
  };
}
