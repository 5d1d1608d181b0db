import { describe, expect, test } from '@jest/globals';
import type { JobResource } from '../../../api/jobs/resource.ts';
import { expectedFrame, frameOf, isCanceling, isLive, withJob, withNote } from '../frame.ts';
import { stepsOf } from './steps.ts';

const request = { key: 'k', operation: 'upscale', input: {}, price: 2 };

function job(changes: Partial<JobResource>): JobResource {
  return { ...expectedFrame(request, null).job, id: 'job_1', ...changes };
}

const at = '2026-11-21T14:00:00.000Z';
const accepted = { stage: 'accepted', started_at: at, duration_ms: 100 } as const;
const working = { stage: 'working', started_at: at, duration_ms: null } as const;

describe('the timeline', () => {
  test('shows what was recorded, then what is still to come', () => {
    const steps = stepsOf(
      job({
        status: 'running',
        progress: { percent: 40, stage: 'working', steps: [accepted, working] },
      }),
    );
    expect(steps.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'accepted done',
      'working running',
      'storing waiting',
      'settled waiting',
    ]);
  });

  test('ends with a cross where a job failed, and promises nothing after it', () => {
    const steps = stepsOf(
      job({
        status: 'failed',
        progress: { percent: 40, stage: 'working', steps: [accepted, working] },
      }),
    );
    expect(steps.map(({ state }) => state)).toEqual(['done', 'failed']);
  });

  test('adds a line for another provider instead of going back', () => {
    const first = { ...working, duration_ms: 900 };
    const steps = stepsOf(
      job({
        status: 'running',
        progress: { percent: 40, stage: 'working', steps: [accepted, first, working] },
      }),
    );
    expect(steps.filter(({ stage }) => stage === 'working').map(({ again }) => again)).toEqual([
      false,
      true,
    ]);
  });
});

describe('the history', () => {
  const progress = (percent: number): JobResource['progress'] => ({
    percent,
    stage: 'working',
    steps: [],
  });

  test('never shows progress that goes backwards', () => {
    const frames = [frameOf(job({ status: 'running', progress: progress(60) }))];
    const after = withJob(frames, job({ status: 'running', progress: progress(40) }));
    expect(after[0]?.job.progress.percent).toBe(60);
  });

  test('keeps a job ended when an older answer comes late', () => {
    const frames = [frameOf(job({ status: 'succeeded' }))];
    expect(withJob(frames, job({ status: 'running' }))[0]?.job.status).toBe('succeeded');
  });

  test('begins progress anew with the next provider', () => {
    const at = (percent: number, steps: (typeof working)[]) =>
      job({ status: 'running', progress: { percent, stage: 'working', steps } });
    const frames = [frameOf(at(90, [working]))];
    const after = withJob(frames, at(10, [working, working]));
    expect(after[0]?.job.progress.percent).toBe(10);
  });

  test('says that a job is being canceled until it has ended, and remembers that it was asked', () => {
    const frames = withNote([frameOf(job({ status: 'running' }))], 'job_1', { cancelAsked: true });
    const [still] = withJob(frames, job({ status: 'running' }));
    expect(still && isCanceling(still)).toBe(true);
    const [late] = withJob(frames, job({ status: 'succeeded' }));
    expect(late && isCanceling(late)).toBe(false);
    expect(late?.cancelAsked).toBe(true);
  });

  test('stops a job that the server refuses to tell about, until it tells again', () => {
    const withheld = withNote([frameOf(job({ status: 'running' }))], 'job_1', {
      problem: 'unauthenticated',
    });
    expect(withheld.map(isLive)).toEqual([false]);
    expect(withJob(withheld, job({ status: 'running' })).map(isLive)).toEqual([true]);
  });

  test('puts a job it did not know first', () => {
    const frames = withJob([frameOf(job({}))], job({ id: 'job_2' }));
    expect(frames.map(({ job: { id } }) => id)).toEqual(['job_2', 'job_1']);
  });
});
