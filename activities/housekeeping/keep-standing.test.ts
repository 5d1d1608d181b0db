import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ScheduleDescription,
  ScheduleOverlapPolicy,
  type ScheduleUpdateOptions,
} from '@temporalio/client';
import { retired, standing, standingId, type StandingName } from '../../workflows/standing.ts';
import { createSagaRig, ensureBundle, type SagaRig } from '../../workflows/testing/saga-rig.ts';

let rig: SagaRig;
const schedules = standing.filter(({ forever }) => !forever).map(({ name }) => name);
const endless = standing.filter(({ forever }) => forever).map(({ name }) => name);

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await leftByRelease010();
  await rig.startWorker(undefined, 100);
});
afterAll(() => rig.close());

/** A dispatcher without argument and memo, the schedule that it has replaced, and one with another interval. */
async function leftByRelease010(): Promise<void> {
  const { client, taskQueue } = rig;
  const workflowId = standingId('dispatch', taskQueue);
  await client.workflow.start('dispatch', { taskQueue, workflowId });
  for (const name of [...retired, 'verify'] as const) {
    await client.schedule.create({
      scheduleId: standingId(name, taskQueue),
      spec: { intervals: [{ every: '60s' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
      action: {
        type: 'startWorkflow',
        workflowType: name,
        workflowId: standingId(name, taskQueue),
        taskQueue,
      },
    });
  }
}

const handleOf = (name: StandingName) =>
  rig.client.workflow.getHandle(standingId(name, rig.taskQueue));
const scheduleOf = (name: StandingName) =>
  rig.client.schedule.getHandle(standingId(name, rig.taskQueue));

/** Within the minute that is promised, with looks that are two hundred times as frequent. */
async function soon(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('nobody has put it right');
    await delay(20);
  }
}

test('what release 0.1.0 left is put right once: its dispatcher replaced, its schedules changed or gone', async () => {
  const { runId, memo } = await handleOf('dispatch').describe();
  expect(memo).toEqual({ version: 2 });
  for (const name of retired) {
    await expect(scheduleOf(name).describe()).rejects.toThrow('not found');
  }
  const { spec } = await scheduleOf('verify').describe();
  expect(spec.intervals).toMatchObject([{ every: 3_600_000 }]);
  const changedAt = await lastChange('verify');
  // A whole look lies between these two.
  for (let look = 0; look < 2; look += 1) {
    await scheduleOf('sweep').delete();
    await soon(async () => Boolean(await scheduleOf('sweep').describe()));
  }
  expect((await handleOf('dispatch').describe()).runId).toBe(runId);
  expect(await lastChange('verify')).toEqual(changedAt);
});

async function lastChange(name: StandingName): Promise<unknown> {
  const { raw } = await scheduleOf(name).describe();
  return raw.info?.updateTime;
}

describe.each(endless)('%s, which never ends, is running again soon', (name) => {
  const ways = {
    'was terminated': async () => handleOf(name).terminate('by an operator'),
    'was canceled': async () => handleOf(name).cancel(),
    'was deleted': async () => {
      await rig.client.workflowService.deleteWorkflowExecution({
        namespace: rig.client.options.namespace,
        workflowExecution: { workflowId: handleOf(name).workflowId },
      });
    },
  };
  test.each(Object.entries(ways))('after it %s', async (_what, end) => {
    const { runId } = await handleOf(name).describe();
    await end();
    await soon(async () => {
      const now = await handleOf(name).describe();
      return now.status.name === 'RUNNING' && now.runId !== runId;
    });
    expect((await handleOf(name).describe()).memo).toEqual({ version: 2 });
  });
});

/** What decides when and what a schedule runs. */
const essenceOf = ({ spec, policies, action, state }: ScheduleDescription) => ({
  spec,
  policies,
  action,
  paused: state.paused,
  remaining: state.remainingActions,
});

describe.each(schedules)('the schedule %s is as the table has it soon', (name) => {
  const change = (to: (now: ScheduleDescription) => Partial<ScheduleUpdateOptions>) => () =>
    scheduleOf(name).update((now) => ({ ...now, ...to(now) }));
  const ways = {
    'was deleted': () => scheduleOf(name).delete(),
    'was paused': () => scheduleOf(name).pause('by an operator'),
    'got another interval': change(() => ({ spec: { intervals: [{ every: '3d' }] } })),
    'got a second time': change(({ spec }) => ({ spec: { ...spec, calendars: [{ hour: 3 }] } })),
    'may overlap': change(() => ({ policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL } })),
    'starts something else': change(({ action }) => ({
      action: { ...action, workflowType: 'reconcile' },
    })),
    'is to run twice more': change(() => ({ state: { paused: false, remainingActions: 2 } })),
  };
  test.each(Object.entries(ways))('after it %s', async (_what, spoil) => {
    const before = essenceOf(await scheduleOf(name).describe());
    await spoil();
    await soon(async () => isDeepStrictEqual(essenceOf(await scheduleOf(name).describe()), before));
  });
});
