import { hasEnded, type JobStage, jobStages } from '../../../domain/job-status.ts';
import type { JobResource } from '../../../api/jobs/resource.ts';

/** One line of the timeline. */
export interface Step {
  readonly stage: JobStage;
  readonly state: 'done' | 'running' | 'failed' | 'waiting';
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  /** Not the first time: another provider took over. */
  readonly again: boolean;
}

/** The lines of a job: what the server recorded, then the stages still to come. Nothing is invented. */
export function stepsOf(job: JobResource): Step[] {
  const recorded = job.progress.steps;
  const stopped = hasEnded(job.status) && job.status !== 'succeeded';
  const lines = recorded.map((step, index): Step => {
    const last = index === recorded.length - 1;
    const open = step.duration_ms === null && !hasEnded(job.status);
    return {
      stage: step.stage,
      state: last && stopped ? 'failed' : last && open ? 'running' : 'done',
      startedAt: step.started_at,
      durationMs: step.duration_ms,
      again: recorded.slice(0, index).some(({ stage }) => stage === step.stage),
    };
  });
  if (hasEnded(job.status)) return lines;
  const reached = Math.max(-1, ...recorded.map(({ stage }) => jobStages.indexOf(stage)));
  const waiting = jobStages.slice(reached + 1).map((stage): Step => ({
    stage,
    state: 'waiting',
    startedAt: null,
    durationMs: null,
    again: false,
  }));
  return [...lines, ...waiting];
}
