import { expect, test } from '@jest/globals';
import { equalJob } from './equal-job.ts';
import { expectedFrame, type Frame } from './frame.ts';

function frame(operation: string, input: Record<string, unknown>, status = 'running'): Frame {
  const base = expectedFrame({ key: 'k', operation, input, price: 1 }, null);
  return { ...base, job: { ...base.job, status } as Frame['job'] };
}

const crop = { asset: 'ast_1', aspect_ratio: '1:1', focus: 'auto' };

test.each([
  ['the same', frame('smart-crop', crop), 'smart-crop', crop, true],
  [
    'the same, with an empty field left out',
    frame('text-to-design', { prompt: 'x', color_scheme: [], seed: 7 }),
    'text-to-design',
    { prompt: 'x', seed: 7 },
    true,
  ],
  [
    'a seed of its own',
    frame('text-to-design', { prompt: 'x', seed: 7 }),
    'text-to-design',
    { prompt: 'x' },
    false,
  ],
  ['another setting', frame('smart-crop', crop), 'smart-crop', { ...crop, focus: 'face' }, false],
  ['another tool', frame('upscale', crop), 'smart-crop', crop, false],
  ['one that has ended', frame('smart-crop', crop, 'succeeded'), 'smart-crop', crop, false],
] as const)('%s: %#', (_, known, operation, input, isEqual) => {
  expect(equalJob([known], operation, input) !== undefined).toBe(isEqual);
});
