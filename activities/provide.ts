import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  activityInfo,
  cancellationSignal,
  CancelledFailure,
  heartbeat,
} from '@temporalio/activity';
import type { Database, Sql } from '../db/client.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Delivery, JobInput } from '../workflows/plan.ts';
import type { Cross } from './crash-points.ts';
import { asFailure, final, retryable } from './failures.ts';
import type { Log } from './log.ts';
import type { ProducedFile, Production, Provider } from './providers/provider.ts';
import { keysOf } from './saga.ts';

export interface ProviderActivities {
  /** Has link number `link` of the plan do the work and stores what came out. */
  provide(job: JobInput, link: number): Promise<Delivery>;
}

interface Attempt {
  id: string;
  delivery: StoredDelivery | null;
  operation: string;
  input: Record<string, unknown>;
  source: { key: string; bytes: number } | null;
}

interface StoredFile {
  sha256: string;
  bytes: number;
  mime_type: string;
  key: string;
}

interface StoredDelivery {
  engine: string;
  engine_version: string;
  data: Record<string, unknown>;
  images: {
    role: string;
    width: number;
    height: number;
    canonical: StoredFile;
    thumbnail: StoredFile;
  }[];
}

const heartbeatEveryMs = 1_000;

/**
 * The provider's half of the saga. The attempt is committed before the provider is asked, its bytes are stored before
 * the activity answers, and an attempt that had already delivered is never paid for again.
 */
export function createProvideActivity(deps: {
  database: Database;
  store: ObjectStore;
  provider: Provider;
  scratchFolder: string;
  log: Log;
  cross: Cross;
}): ProviderActivities {
  const { database, store, provider, scratchFolder, log, cross } = deps;

  async function beginAttempt(inTenant: InTenant, jobKey: string, run: string, link: number) {
    for (;;) {
      const [row] = await inTenant((tx) =>
        tx.query<{ attempt: Attempt }>(
          'select begin_attempt($1, $2, $3) as attempt',
          [jobKey, run, link],
          'begin_attempt',
        ),
      );
      if (!row) throw new Error('begin_attempt answers one row');
      const { attempt } = row;
      if (!attempt.delivery || (await allStored(attempt.delivery))) return attempt;
      await inTenant((tx) => tx.query('select lose_delivery($1)', [attempt.id]));
    }
  }

  async function allStored(delivery: StoredDelivery): Promise<boolean> {
    for (const { canonical, thumbnail } of delivery.images) {
      if (!(await store.head(canonical.key)) || !(await store.head(thumbnail.key))) return false;
    }
    return true;
  }

  async function fetchSource(attempt: Attempt, folder: string): Promise<string | null> {
    if (!attempt.source) return null;
    const object = await store.get(attempt.source.key);
    if (!object) throw final('engine_failed', 'The source picture is gone');
    const path = join(folder, 'source');
    await pipeline(object.body, createWriteStream(path));
    return path;
  }

  async function storeFile(file: ProducedFile, key: string): Promise<StoredFile> {
    await store.put(key, createReadStream(file.path), { contentType: file.mimeType });
    return { sha256: file.sha256, bytes: file.bytes, mime_type: file.mimeType, key };
  }

  async function storeProduction(production: Production, prefix: string): Promise<StoredDelivery> {
    const images = [];
    for (const { role, width, height, canonical, thumbnail } of production.images) {
      const name = `${prefix}/${role}-${randomUUID()}`;
      images.push({
        role,
        width,
        height,
        canonical: await storeFile(canonical, name),
        thumbnail: await storeFile(thumbnail, `${name}-thumbnail`),
      });
    }
    return {
      engine: production.engine,
      engine_version: production.engineVersion,
      data: production.data,
      images,
    };
  }

  async function produce(
    job: JobInput,
    attempt: Attempt,
    link: number,
    report: (fraction: number) => void,
  ): Promise<StoredDelivery> {
    const plannedLink = job.plan.links[link];
    if (!plannedLink) throw final('engine_failed', 'The plan has no such link');
    const { jobKey, organizationKey } = keysOf(job);
    const folder = await mkdtemp(join(scratchFolder, 'attempt-'));
    try {
      const outputFolder = join(folder, 'out');
      await mkdir(outputFolder);
      const production = await provider.produce(
        {
          link: plannedLink,
          operation: attempt.operation,
          input: attempt.input,
          sourcePath: await fetchSource(attempt, folder),
          outputFolder,
        },
        { signal: cancellationSignal(), onProgress: report },
      );
      cross('provide.computed');
      const stored = await storeProduction(
        production,
        `org/${organizationKey}/staging/${jobKey}/${attempt.id}`,
      );
      cross('provide.stored');
      return stored;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    async provide(job, link) {
      cross('provide.before');
      const { jobKey, organizationKey } = keysOf(job);
      const run = activityInfo().workflowExecution?.runId ?? '';
      const inTenant: InTenant = (work) => database.withOrganization(organizationKey, work);
      const pulse = startPulse((percent) =>
        inTenant((tx) => tx.query('select report_progress($1, $2, $3)', [jobKey, run, percent])),
      );
      let attempt: Attempt | null = null;
      try {
        attempt = await beginAttempt(inTenant, jobKey, run, link);
        if (attempt.delivery) return { attemptId: attempt.id };
        cross('provide.attempt_committed');
        const delivery = await produce(job, attempt, link, pulse.report);
        const values = [attempt.id, run, JSON.stringify(delivery)];
        await inTenant((tx) =>
          tx.query('select deliver_attempt($1, $2, $3)', values, 'deliver_attempt'),
        );
        cross('provide.delivered');
        return { attemptId: attempt.id };
      } catch (error) {
        const failure = asFailure(error);
        if (attempt) await noteFailure(inTenant, attempt.id, failure);
        log.warn({ job: job.jobId, organization: job.organizationId, link, error }, 'no delivery');
        throw failure;
      } finally {
        pulse.stop();
      }
    },
  };
}

type InTenant = <T>(work: (tx: Sql) => Promise<T>) => Promise<T>;

/** Heartbeats while the provider works, and writes progress down no more often than that. */
function startPulse(write: (percent: number) => Promise<unknown>): {
  report(fraction: number): void;
  stop(): void;
} {
  let percent = 0;
  let written = 0;
  heartbeat();
  const timer = setInterval(() => {
    heartbeat();
    if (percent === written) return;
    written = percent;
    // Progress is a courtesy: the work itself must not fail for it.
    write(percent).catch(() => undefined);
  }, heartbeatEveryMs);
  return {
    report(fraction) {
      percent = Math.max(percent, Math.min(99, Math.floor(fraction * 100)));
    },
    stop() {
      clearInterval(timer);
    },
  };
}

async function noteFailure(inTenant: InTenant, attemptId: string, failure: unknown): Promise<void> {
  const canceled = failure instanceof CancelledFailure;
  const type = (failure as { type?: unknown }).type;
  await inTenant((tx) =>
    tx.query('select fail_attempt($1, $2, $3)', [
      attemptId,
      canceled ? 'canceled' : 'failed',
      typeof type === 'string' ? type : null,
    ]),
  ).catch(() => {
    throw retryable('unavailable', 'The attempt could not be written down');
  });
}
