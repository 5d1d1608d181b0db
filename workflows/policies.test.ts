import { expect, test } from '@jest/globals';
import type { Link } from '../domain/plan.ts';
import { catalogue } from '../operations/index.ts';
import { upscale } from '../operations/upscale.ts';
import { engineWorkMsMax, provideStep } from './policies.ts';

const job = {
  jobId: 'job_1',
  organizationId: 'org_1',
  plan: {
    ...{ operation: 'upscale', operationVersion: 1, links: [], reserveCredits: 0, priority: 5 },
    ...{ startBy: '2026-01-01T00:00:00Z', finishBy: '2026-01-02T00:00:00Z' },
  },
};

const weightOf = (link: Link) => provideStep(link, job).priority?.fairnessWeight;

test('what an engine works on for longer has fewer turns', () => {
  const links = (scale: 2 | 4, width: number, height: number) =>
    upscale.links(upscale.input.parse({ asset: `ast_${'0'.repeat(26)}`, scale }), {
      width,
      height,
    });
  const [small] = links(2, 200, 200);
  const [large, fallback] = links(4, 1_000, 1_000);
  if (!small || !large || !fallback) throw new Error('no links');
  expect(weightOf(small)).toBe(1);
  expect(weightOf(large)).toBeCloseTo(1 / 9);
  expect(weightOf(fallback)).toBeCloseTo(1 / 6);
  // Plans of release 0.1.0.
  const { workSeconds, ...old } = large;
  expect(workSeconds).toBe(9);
  expect(weightOf(old)).toBe(1);
});

test('an activity may wait for the longest engine before its own work begins', () => {
  for (const operation of catalogue) {
    for (const { when } of operation.prices) {
      const given = { asset: `ast_${'0'.repeat(26)}`, prompt: 'x', aspect_ratio: '1:1', ...when };
      const known = Object.keys(operation.input.shape);
      const input = operation.input.parse(
        Object.fromEntries(Object.entries(given).filter(([name]) => known.includes(name))),
      );
      for (const link of operation.links(input, { width: 800, height: 600 })) {
        expect(link.timeoutMs).toBeLessThanOrEqual(engineWorkMsMax);
        const { startToCloseTimeout, priority } = provideStep(link, job);
        expect(startToCloseTimeout).toBeGreaterThan(engineWorkMsMax + link.timeoutMs);
        expect(priority).toMatchObject({ priorityKey: 5, fairnessKey: job.organizationId });
      }
    }
  }
});
