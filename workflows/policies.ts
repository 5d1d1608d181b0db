import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import type { JobInput, Link } from '../domain/plan.ts';

/** A short database step, run inside the workflow task. What fails twice is repeated where operators see it. */
export const localStep: LocalActivityOptions = {
  startToCloseTimeout: '4s',
  retry: { initialInterval: '200ms', maximumAttempts: 2 },
};

/** The same step as an ordinary activity: retried for ever, visible and pausable in the Web UI. */
export const durableStep: ActivityOptions = {
  startToCloseTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
};

/** A pass over many jobs; the next one comes by itself, so a failed one is not repeated for long. */
export const supervisionPass: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '30s',
  retry: { maximumAttempts: 3 },
};

/** A look at everything there is, however long that takes; the next one comes by itself. */
export const housekeepingPass: ActivityOptions = {
  startToCloseTimeout: '1h',
  heartbeatTimeout: '2m',
  retry: { maximumAttempts: 3 },
};

/** What one engine may take at most: as long may another's work have to wait for it, inside its own activity. */
export const engineWorkMsMax = 180_000;

/**
 * One provider's whole part of a job: submit, wait, fetch, check, store. A worker that dies is noticed within the
 * heartbeat's time-out. The activity knows by a failure's type whether another try makes sense, and says so: trouble of
 * our own is waited out, however long it takes.
 */
export function provideStep(
  link: Link,
  { organizationId, plan }: JobInput,
): ActivityOptions & { summary: string } {
  const isLocal = link.provider === 'local';
  return {
    priority: {
      priorityKey: plan.priority,
      fairnessKey: organizationId,
      // What takes ten times as long takes ten turns. The server knows weights from 0.001 on.
      fairnessWeight: Math.max(0.001, 1 / (link.workSeconds ?? 1)),
    },
    startToCloseTimeout: (isLocal ? engineWorkMsMax : 0) + link.timeoutMs + 30_000,
    heartbeatTimeout: isLocal ? '5s' : '30s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: {
      initialInterval: '1s',
      backoffCoefficient: 2,
      maximumInterval: '10s',
    },
    summary: `${link.provider} · ${link.model}`,
  };
}

/** In plans of release 0.1.0, which do not say it: work that is allowed no longer than this is quick. */
const quickMs = 30_000;

/** Whether a link's work is worth trying inside the workflow task. */
export function isQuick(link: Link): boolean {
  return link.mode ? link.mode === 'quick' : link.provider === 'local' && link.timeoutMs <= quickMs;
}

/** Quick work's first try: one, and no longer than a workflow task can well wait. */
export const quickStep: LocalActivityOptions = {
  startToCloseTimeout: '4s',
  retry: { maximumAttempts: 1 },
};
