import { publicId } from '../../domain/ids.ts';
import type { JobStage, JobStatus } from '../../domain/job-status.ts';
import { fileName } from '../assets/file-name.ts';
import type { Urls } from '../http/urls.ts';
import { isProblemCode, problems } from '../http/problems/problem.ts';
import type { JobAssetResource, JobResource } from './resource.ts';

/** A job as the database tells it; ids are UUIDs. */
export interface JobRow {
  readonly id: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly status: JobStatus;
  readonly stage: JobStage;
  readonly percent: number | null;
  readonly steps: readonly { stage: JobStage; started_at: string; duration_ms: number | null }[];
  readonly data: Record<string, unknown> | null;
  readonly error: {
    code: string;
    message?: string;
    retryable?: boolean;
    /** Credits: what the job would have held, and what the wallet had. */
    required?: number;
    available?: number;
  } | null;
  readonly credits_held: number;
  readonly credits_charged: number;
  readonly credits_refunded: number;
  readonly attempts: number;
  readonly provider: string | null;
  readonly engine: string | null;
  readonly cached: boolean;
  readonly start_by: Date;
  readonly version: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly outputs: readonly OutputRow[];
}

interface OutputRow {
  readonly id: string;
  readonly name: string | null;
  readonly role: string;
  readonly mime_type: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Changes whenever the body does: by the job's version, and by the hour in which its addresses were signed. */
export function jobEtag(row: JobRow, urls: Urls): string {
  return `"${row.version}-${(urls.expiresAt() / 3_600_000).toString(36)}"`;
}

/** A job as the API shows it. */
export function renderJob(row: JobRow, urls: Urls): JobResource {
  const { started_at: startedAt, completed_at: completedAt } = row;
  return {
    id: publicId('job', row.id),
    object: 'job',
    operation: row.operation,
    status: row.status,
    progress: {
      percent: row.percent ?? 0,
      stage: row.stage,
      steps: row.steps.map((step) => ({
        ...step,
        started_at: new Date(step.started_at).toISOString(),
      })),
    },
    queue_position: null,
    input: row.input,
    output:
      row.status === 'succeeded'
        ? { assets: row.outputs.map((asset) => renderOutput(asset, urls)), data: row.data ?? {} }
        : null,
    error: row.error && renderError(row.error),
    credits: {
      held: row.credits_held,
      charged: row.credits_charged,
      refunded: row.credits_refunded,
    },
    attempts: row.attempts,
    provider: row.provider,
    engine: row.engine,
    cached: row.cached,
    duration_ms: completedAt && completedAt.getTime() - (startedAt ?? row.created_at).getTime(),
    replay_of: null,
    metadata: {},
    created_at: row.created_at.toISOString(),
    started_at: startedAt?.toISOString() ?? null,
    completed_at: completedAt?.toISOString() ?? null,
    expires_at: row.status === 'queued' ? row.start_by.toISOString() : null,
    urls: urls.job(row.id),
  };
}

function renderOutput(asset: OutputRow, urls: Urls): JobAssetResource {
  const { id, name, ...facts } = asset;
  const saved = fileName({ id, name, mime_type: facts.mime_type });
  return { id: publicId('ast', id), file_name: saved, ...facts, ...urls.asset(id) };
}

function renderError(error: NonNullable<JobRow['error']>): NonNullable<JobResource['error']> {
  const known = isProblemCode(error.code) ? problems[error.code] : problems.internal_error;
  const { code, message = known.title, retryable = known.retryable, required, available } = error;
  const shortage = required !== undefined && available !== undefined && { required, available };
  return { code, message, retryable, ...shortage };
}
