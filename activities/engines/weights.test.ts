import { expect, test } from '@jest/globals';
import { checkWeights, readWeights, verifyWeights } from './weights.ts';

test('accepts the model files that the packages ship', async () => {
  await expect(verifyWeights()).resolves.toBeUndefined();
});

test('refuses a model file of which one bit differs', async () => {
  const bytes = await readWeights('esrgan-slim');
  const sha256 = '5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de';
  checkWeights('esrgan-slim', bytes, sha256);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  expect(() => {
    checkWeights('esrgan-slim', bytes, sha256);
  }).toThrow(/esrgan-slim is not the tested one/);
});
