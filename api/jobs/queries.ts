import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { pageOfRows, type PageRequest } from '../http/cursor.ts';
import type { Urls } from '../http/urls.ts';
import type { NotifiedCache } from '../cache/notified-cache.ts';
import { jobEtag, renderJob, type JobRow } from './render-job.ts';
import type { Page } from '../http/page.ts';
import type { JobResource } from './resource.ts';

/** A job as it is sent: rendered once, for everybody of its organization. */
export interface RenderedJob {
  readonly organizationId: string;
  readonly version: number;
  readonly etag: string;
  readonly body: Buffer;
  readonly ended: boolean;
  /** Unix milliseconds; later the body must be made again. */
  readonly freshUntil: number;
}

/** Rendered jobs by public id. */
export type JobCache = NotifiedCache<RenderedJob>;

export interface JobQueries {
  /** Null when this organization has no such job. Ids are UUIDs. */
  get(organizationId: string, jobId: string): Promise<RenderedJob | null>;
  /** Past what is remembered: for whoever has just written. */
  getAfresh(organizationId: string, jobId: string): Promise<RenderedJob | null>;
  /** Like `get`, once the job has ended, `seconds` are over or `signal` aborts, whichever is first. */
  getWhenEnded(
    organizationId: string,
    jobId: string,
    seconds: number,
    signal: AbortSignal,
  ): Promise<RenderedJob | null>;
  list(organizationId: string, page: PageRequest): Promise<Page<JobResource>>;
}

// A lost notification (a proxy that drops idle connections silently) may not freeze a running job for long.
const runningFreshMs = 5_000;
const recheckMs = 2_000;
/** So many of one organization's requests may wait for their jobs at once; one more is answered with the job as it is. */
const waitingEachMax = 200;
const hourMs = 3_600_000;

const columns = `id, operation, input, status, stage, percent, steps, data, error, credits_held, credits_charged,
  credits_refunded, attempts, provider, engine, cached, start_by, version, created_at, started_at, completed_at,
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position,
  (select coalesce(json_agg(json_build_object('id', assets.id, 'name', name, 'role', role, 'mime_type', mime_type, 'width', width,
      'height', height, 'bytes', bytes, 'sha256', sha256) order by job_outputs.position), '[]')
    from job_outputs join assets on assets.id = asset_id
    where job_outputs.job_id = jobs.id and deleted_at is null) as outputs`;
const one = `select ${columns} from jobs where id = $1`;
const newest = `select ${columns} from jobs where organization_id = $1
  order by created_at desc, id desc limit $2`;
const older = `select ${columns} from jobs
  where organization_id = $1 and (created_at, id) < ($3::timestamptz, $4::uuid)
  order by created_at desc, id desc limit $2`;

export function createJobQueries(deps: {
  database: Database;
  urls: Urls;
  cache: JobCache;
}): JobQueries {
  const { database, urls, cache } = deps;
  const waiting = createEachMax(waitingEachMax);

  async function load(organizationId: string, jobId: string): Promise<RenderedJob | null> {
    const [row] = await database.withOrganization(organizationId, (tx) =>
      tx.query<JobRow>(one, [jobId], 'job_by_id'),
    );
    if (!row) return null;
    const ended = hasEnded(row.status);
    const hourEnd = (Math.floor(Date.now() / hourMs) + 1) * hourMs;
    return {
      organizationId,
      version: row.version,
      etag: jobEtag(row, urls),
      body: Buffer.from(JSON.stringify(renderJob(row, urls))),
      ended,
      freshUntil: ended ? hourEnd : Math.min(hourEnd, Date.now() + runningFreshMs),
    };
  }

  async function get(organizationId: string, jobId: string): Promise<RenderedJob | null> {
    const key = publicId('job', jobId);
    const known = cache.peek(key);
    if (known) return known.organizationId === organizationId ? known : null;
    return cache.load(key, () => load(organizationId, jobId));
  }

  return {
    get,
    getAfresh(organizationId, jobId) {
      cache.invalidate(publicId('job', jobId));
      return get(organizationId, jobId);
    },
    getWhenEnded(organizationId, jobId, seconds, signal) {
      const asItIs = () => get(organizationId, jobId);
      if (seconds === 0) return asItIs();
      const ended = () =>
        whenEnded(
          asItIs,
          cache,
          jobId,
          AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)]),
        );
      return waiting(organizationId, ended, asItIs);
    },
    async list(organizationId, { limit, after }) {
      const rows = await database.withOrganization(organizationId, (tx) =>
        after
          ? tx.query<JobRow & { position: string }>(older, [
              organizationId,
              limit + 1,
              after.createdAt,
              after.id,
            ])
          : tx.query<JobRow & { position: string }>(newest, [organizationId, limit + 1]),
      );
      return pageOfRows(rows, limit, 'job', (row) => renderJob(row, urls));
    },
  };
}

/** The job once it has ended, or as it is when `over` aborts. */
async function whenEnded(
  get: () => Promise<RenderedJob | null>,
  cache: JobCache,
  jobId: string,
  over: AbortSignal,
): Promise<RenderedJob | null> {
  for (;;) {
    // Listening starts before the read, so that no change falls between the two.
    const round = new AbortController();
    const pause = AbortSignal.any([over, round.signal, AbortSignal.timeout(recheckMs)]);
    const change = cache.changed(publicId('job', jobId), pause);
    const job = await get();
    if (!job || job.ended || over.aborted) {
      round.abort();
      return job;
    }
    await change;
  }
}

/** Does at most so many works of one share at once; one more is given `instead`. */
function createEachMax(max: number) {
  const running = new Map<string, number>();
  return async <T>(
    share: string,
    work: () => Promise<T>,
    instead: () => Promise<T>,
  ): Promise<T> => {
    const others = running.get(share) ?? 0;
    if (others >= max) return await instead();
    running.set(share, others + 1);
    try {
      return await work();
    } finally {
      const left = (running.get(share) ?? 1) - 1;
      if (left > 0) running.set(share, left);
      else running.delete(share);
    }
  };
}
