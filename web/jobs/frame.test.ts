import { describe, expect, test } from '@jest/globals';
import type { JobResource } from '../../api/jobs/resource.ts';
import { expectedFrame, type Frame, frameOf, withOlder } from './frame.ts';

const request = { key: 'k', operation: 'upscale', input: {}, price: 2 };

/** A job of that minute of one hour. */
const made = (minute: number, changes: Partial<JobResource> = {}): JobResource => ({
  ...expectedFrame(request, null).job,
  id: `job_${minute}`,
  created_at: `2026-11-21T14:${minute}:00.000Z`,
  ...changes,
});
const ids = (frames: readonly Frame[]) => frames.map(({ job }) => job.id);

describe('older jobs', () => {
  test('come after what is there, and the same page twice comes once', () => {
    const page = [made(48), made(47)];
    const once = withOlder([frameOf(made(50)), frameOf(made(49))], page);
    expect(ids(once)).toEqual(['job_50', 'job_49', 'job_48', 'job_47']);
    expect(withOlder(once, page)).toEqual(once);
  });

  test('put the job that the address named in its place, with what the page knows of it', () => {
    const named = { ...frameOf(made(20)), fileName: 'cup.png', cancelAsked: true };
    const before = [frameOf(made(50)), named];
    const after = withOlder(before, [made(30), made(20, { status: 'running' }), made(10)]);
    expect(ids(after)).toEqual(['job_50', 'job_30', 'job_20', 'job_10']);
    expect(after[2]).toBe(named);
    expect(ids(withOlder(before, [made(40), made(30)]))).toEqual([
      'job_50',
      'job_40',
      'job_30',
      'job_20',
    ]);
  });

  test('leave in front what awaits its answer, also where the clock of the browser is behind', () => {
    const expected = expectedFrame(request, null);
    const late = { ...expected, job: { ...expected.job, created_at: '2020-01-01T00:00:00.000Z' } };
    expect(ids(withOlder([late, frameOf(made(50))], [made(49)]))).toEqual([
      late.job.id,
      'job_50',
      'job_49',
    ]);
  });
});
