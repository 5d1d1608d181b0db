import type { JobResource } from '../../api/jobs/resource.ts';
import type { SourcePicture } from '../assets/picture.ts';
import { hasEnded } from '../../domain/job-status.ts';

/** A job of the history, and what only this page knows of it. */
export interface Frame {
  /** Stays the same when the server's answer gives the job its id, so that focus and live regions stay too. */
  readonly key: string;
  readonly job: JobResource;
  /** The source picture in the browser's memory. */
  readonly preview: string | null;
  /** The file's name, for the download. */
  readonly fileName: string | null;
  /** Cancel was asked for, whatever became of it. */
  readonly cancelAsked: boolean;
  /** The problem's code, when the server no longer tells about the job, or why it never has. */
  readonly problem: string | null;
}

/** Why a frame has no answer: its request never left the browser, or may have. */
export type Unanswered = 'unsent' | 'unanswered';

export const expectedPrefix = 'expected_';

export const frameOf = (job: JobResource): Frame => ({
  key: job.id,
  job,
  preview: null,
  fileName: null,
  cancelAsked: job.status === 'canceling',
  problem: null,
});

/** The frames with a newer version of one job; a job that is not there yet comes first. */
export function withJob(frames: readonly Frame[], job: JobResource): Frame[] {
  if (!frames.some((frame) => frame.job.id === job.id)) return [frameOf(job), ...frames];
  return frames.map((frame) => {
    if (frame.job.id !== job.id) return frame;
    const cancelAsked = frame.cancelAsked || job.status === 'canceling';
    return { ...frame, job: forward(frame.job, job), cancelAsked, problem: null };
  });
}

/**
 * The frames with a page of older jobs, newest first. A job that is there already, such as one that the address named,
 * keeps what the page knows of it and gets its place; what awaits an answer stays in front.
 */
export function withOlder(frames: readonly Frame[], page: readonly JobResource[]): Frame[] {
  const there = new Set(frames.map(({ job }) => job.id));
  const added = page.filter(({ id }) => !there.has(id)).map(frameOf);
  return [...frames, ...added].sort(
    (one, other) =>
      Number(isExpected(other)) - Number(isExpected(one)) ||
      Date.parse(other.job.created_at) - Date.parse(one.job.created_at),
  );
}

/** The frames with a change of what only this page knows of one job. */
export function withNote(
  frames: readonly Frame[],
  id: string,
  note: Partial<Omit<Frame, 'job'>>,
): Frame[] {
  return frames.map((frame) => (frame.job.id === id ? { ...frame, ...note } : frame));
}

/** True from the press of cancel until the job has ended. */
export function isCanceling(frame: Pick<Frame, 'job' | 'cancelAsked'>): boolean {
  return frame.cancelAsked && !hasEnded(frame.job.status);
}

/** True while news of the job may come. */
export function isLive(frame: Pick<Frame, 'job' | 'problem'>): boolean {
  return !hasEnded(frame.job.status) && frame.problem === null;
}

/** True once the job has ended for a reason of ours or of its input's. */
export function hasFailed({ job }: Pick<Frame, 'job'>): boolean {
  return job.status === 'failed' || job.status === 'expired';
}

const providersTried = (job: JobResource) =>
  job.progress.steps.filter(({ stage }) => stage === 'working').length;

/** The newer of two answers: progress of one provider never goes backwards on the screen, what has ended stays ended. */
export function forward(before: JobResource, after: JobResource): JobResource {
  if (hasEnded(before.status) && !hasEnded(after.status)) return before;
  // Another provider began from nothing.
  if (providersTried(after) > providersTried(before)) return after;
  const percent = Math.max(before.progress.percent, after.progress.percent);
  return { ...after, progress: { ...after.progress, percent } };
}

/** A frame shown while the server has not answered yet. */
export function expectedFrame(
  request: { key: string; operation: string; input: Record<string, unknown>; price: number },
  source: Pick<SourcePicture, 'url' | 'name' | 'isBlank'> | null,
): Frame {
  const now = new Date().toISOString();
  return {
    key: expectedPrefix + request.key,
    preview: source && source.isBlank !== true ? source.url : null,
    fileName: source?.name ?? null,
    cancelAsked: false,
    problem: null,
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
