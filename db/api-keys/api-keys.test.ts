import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createApiKeySecret, isApiKeySecret } from './api-keys.ts';

/** As 0.1.0 made them. */
const oldSecret = () => `sk_${randomBytes(32).toString('base64url')}`;

describe('the secret of an API key', () => {
  test('is told from what we never made, whichever character is wrong', () => {
    for (let count = 0; count < 200; count += 1) {
      const secret = createApiKeySecret();
      expect(secret).toMatch(/^sk_[\w-]{49}$/);
      expect(isApiKeySecret(secret)).toBe(true);
      const at = 3 + (count % 49);
      const other = secret[at] === 'A' ? 'B' : 'A';
      expect(isApiKeySecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false);
    }
  });

  test('of 0.1.0, without a checksum, is still one', () => {
    for (let count = 0; count < 200; count += 1) expect(isApiKeySecret(oldSecret())).toBe(true);
  });

  test('is no shorter, no longer, and begins as ours do', () => {
    const secret = createApiKeySecret();
    for (const other of [
      '',
      'sk_',
      secret.slice(0, -1),
      `${secret}A`,
      secret.replace('sk_', 'pk_'),
      secret.slice(3),
    ]) {
      expect([other, isApiKeySecret(other)]).toEqual([other, false]);
    }
  });

  test('is not what anybody makes up', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^sk_[\w-]{49}$/), (made) => !isApiKeySecret(made)),
      { numRuns: 2_000 },
    );
  });
});
