import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  type ScheduleHandle,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { type Duration, WorkflowNotFoundError } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time.js';
import type { Log } from '../log.ts';

/** One line of the table in workflows/standing.ts, with its id in this installation. */
interface Standing {
  readonly name: string;
  readonly id: string;
  readonly every: Duration;
  /** What one that never ends is started with, so that it needs no schedule; one of another version is replaced. */
  readonly forever: { readonly version: number; readonly args: readonly unknown[] } | null;
}

export interface StandingOptions {
  readonly client: Client;
  readonly taskQueue: string;
  readonly standing: readonly Standing[];
  /** Ids of the schedules that must be gone. */
  readonly retired: readonly string[];
  readonly log: Log;
  /** Between two looks. */
  readonly everyMs: number;
}

/** A look that takes longer is given up; the next one begins anew. */
const lookMs = 15_000;

/**
 * Dispatcher and housekeeping live in Temporal, where operators may end, pause, change and delete them: looks now and
 * again whether they are as the table has them, and makes them so. What goes wrong is logged; the next look tries again.
 */
export async function keepStanding(options: StandingOptions): Promise<{ stop(): Promise<void> }> {
  const { client, log, everyMs } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function look(): Promise<void> {
    for (const [id, settle] of stepsOf(options)) {
      if (signal.aborted) return;
      await client
        .withDeadline(Date.now() + lookMs, () => client.withAbortSignal(signal, settle))
        .catch((error: unknown) => {
          if (!signal.aborted) log.warn({ id, error }, 'a standing workflow could not be seen to');
        });
    }
  }

  async function lookAgainAndAgain(): Promise<void> {
    for (;;) {
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await look();
    }
  }

  await look();
  const looking = lookAgainAndAgain();
  return {
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}

/** What a look sees to, one after the other: a trouble with one must not keep the others from it. */
function stepsOf(options: StandingOptions): [id: string, settle: () => Promise<void>][] {
  const { client, taskQueue, standing, retired } = options;
  return [
    ...standing.map((line): [string, () => Promise<void>] => [
      line.id,
      () =>
        line.forever
          ? keepRunning(client, taskQueue, line, line.forever)
          : keepScheduled(client, taskQueue, line),
    ]),
    ...retired.map((id): [string, () => Promise<void>] => [
      id,
      () => client.schedule.getHandle(id).delete().catch(unlessMissing),
    ]),
  ];
}

async function keepRunning(
  client: Client,
  taskQueue: string,
  { name, id }: Standing,
  { version, args }: NonNullable<Standing['forever']>,
): Promise<void> {
  const running = await client.workflow
    .getHandle(id)
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  const isRunning = running?.status.name === 'RUNNING';
  if (isRunning && running.memo?.version === version) return;
  await client.workflow.start(name, {
    taskQueue,
    workflowId: id,
    args: [...args],
    memo: { version },
    // Of workers that look at the same moment, one starts it and the others find it.
    workflowIdConflictPolicy: isRunning ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
  });
}

async function keepScheduled(client: Client, taskQueue: string, line: Standing): Promise<void> {
  const handle = client.schedule.getHandle(line.id);
  const found = await lookAt(handle);
  const wanted = {
    spec: { intervals: [{ every: line.every }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
    action: {
      type: 'startWorkflow',
      workflowType: line.name,
      workflowId: line.id,
      taskQueue,
    },
    state: { paused: false },
  } as const;
  if (found === null) {
    await client.schedule
      .create({ ...wanted, spec: { intervals: [...wanted.spec.intervals] }, scheduleId: line.id })
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
  } else if (!isAsWanted(found, taskQueue, line)) {
    await handle.update(() => ({ ...wanted, spec: { intervals: [...wanted.spec.intervals] } }));
  }
}

async function lookAt(handle: ScheduleHandle): Promise<ScheduleDescription | null> {
  return handle.describe().catch((error: unknown) => {
    unlessMissing(error);
    return null;
  });
}

/** Whatever the Web UI lets people change about a schedule. */
function isAsWanted(found: ScheduleDescription, taskQueue: string, line: Standing): boolean {
  const { spec, policies, action, state } = found;
  return isDeepStrictEqual(
    {
      intervals: spec.intervals?.map(({ every, offset }: { every: number; offset?: number }) => [
        every,
        offset ?? 0,
      ]),
      others: [...(spec.calendars ?? []), ...(spec.skip ?? []), spec.startAt, spec.endAt].filter(
        Boolean,
      ),
      overlap: policies.overlap,
      workflow: [
        action.workflowType,
        action.workflowId,
        action.taskQueue,
        ...((action.args ?? []) as unknown[]),
      ],
      paused: state.paused,
      remaining: state.remainingActions,
    },
    {
      intervals: [[msToNumber(line.every), 0]],
      others: [],
      overlap: ScheduleOverlapPolicy.SKIP,
      workflow: [line.name, line.id, taskQueue],
      paused: false,
      remaining: undefined,
    },
  );
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}
