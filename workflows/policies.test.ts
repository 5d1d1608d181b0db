import { expect, test } from '@jest/globals';
import { catalogue } from '../operations/index.ts';
import { engineWorkMsMax, provideStep } from './policies.ts';

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
        expect(provideStep(link).startToCloseTimeout).toBeGreaterThan(
          engineWorkMsMax + link.timeoutMs,
        );
      }
    }
  }
});
