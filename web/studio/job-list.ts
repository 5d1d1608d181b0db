import type { JobResource } from '../../api/resources.ts';
import { hasEnded } from '../client/watch-job.ts';

/** A job of the history, and what only this page knows of it. */
export interface Frame {
  readonly job: JobResource;
  /** The source picture in the browser's memory. */
  readonly preview: string | null;
  /** The file's name, for the download. */
  readonly fileName: string | null;
  /** Cancel was pressed and the server has not ended the job yet. */
  readonly canceling: boolean;
}

export const expectedPrefix = 'expected_';

export const frameOf = (job: JobResource): Frame => ({
  job,
  preview: null,
  fileName: null,
  canceling: false,
});

/** The frames with a newer version of one job; a job that is not there yet comes first. */
export function withJob(frames: readonly Frame[], job: JobResource): Frame[] {
  if (!frames.some((frame) => frame.job.id === job.id)) return [frameOf(job), ...frames];
  return frames.map((frame) =>
    frame.job.id === job.id
      ? { ...frame, job: forward(frame.job, job), canceling: frame.canceling && !hasEnded(job) }
      : frame,
  );
}

/** Progress never goes backwards on the screen, and what has ended stays ended. */
function forward(before: JobResource, after: JobResource): JobResource {
  if (hasEnded(before) && !hasEnded(after)) return before;
  const percent = Math.max(before.progress.percent, after.progress.percent);
  return { ...after, progress: { ...after.progress, percent } };
}

/** A frame shown while the server has not answered yet. */
export function expectedFrame(
  request: { key: string; operation: string; input: Record<string, unknown>; price: number },
  preview: string | null,
  fileName: string | null,
): Frame {
  const now = new Date().toISOString();
  return {
    preview,
    fileName,
    canceling: false,
    job: {
      id: expectedPrefix + request.key,
      object: 'job',
      operation: request.operation,
      status: 'queued',
      progress: { percent: 0, stage: 'accepted', steps: [] },
      queue_position: null,
      input: request.input,
      output: null,
      error: null,
      credits: { held: request.price, charged: 0, refunded: 0 },
      attempts: 0,
      provider: null,
      engine: null,
      cached: false,
      duration_ms: null,
      replay_of: null,
      metadata: {},
      created_at: now,
      started_at: null,
      completed_at: null,
      expires_at: null,
      urls: { self: '', cancel: '' },
    },
  };
}

/** True for a frame that the server has not confirmed. */
export function isExpected(frame: Frame): boolean {
  return frame.job.id.startsWith(expectedPrefix);
}
