import { describe, expect, test } from '@jest/globals';
import { signPath, verifySignature } from './signed-url.ts';

const secret = 'a-signing-secret-of-enough-characters';
const successor = 'the-secret-that-replaces-the-former-one';
const asset = { assetId: 'ast_01k9zq3v5me8ka2f7n3v1c9d4x', variant: 'content' } as const;
const expiresAt = Date.UTC(2026, 10, 21, 12, 20);
const fullHour = Date.UTC(2026, 10, 21, 13);

function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URL(path, 'http://localhost').searchParams);
}

const path = signPath({ ...asset, secret, expiresAt });
const query = queryOf(path);

function verdict(changes: Partial<Parameters<typeof verifySignature>[0]> = {}) {
  return verifySignature({ ...asset, secrets: [secret], query, now: fullHour - 1, ...changes });
}

describe('a signed path', () => {
  test('opens its asset until the full hour after its expiry, and not a moment longer', () => {
    expect(path).toMatch(/^\/v1\/assets\/ast_01k9zq3v5me8ka2f7n3v1c9d4x\/content\?/);
    expect(verdict()).toBe('valid');
    expect(verdict({ now: fullHour })).toBe('expired');
  });

  test('is the same for every request within the hour', () => {
    expect(signPath({ ...asset, secret, expiresAt: new Date(expiresAt + 60_000) })).toBe(path);
    expect(signPath({ ...asset, secret, expiresAt: fullHour })).toBe(path);
  });

  test('opens neither another asset nor another variant', () => {
    expect(verdict({ assetId: 'ast_01k9zq3v5me8ka2f7n3v1c9d4y' })).toBe('invalid');
    expect(verdict({ variant: 'thumbnail' })).toBe('invalid');
  });

  test('is refused with any one bit of any part flipped', () => {
    for (const [name, value] of Object.entries(query)) {
      for (let bit = 0; bit < value.length * 8; bit += 1) {
        const bytes = Buffer.from(value);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const flipped = { ...query, [name]: bytes.toString('latin1') };
        expect(verdict({ query: flipped })).toBe('invalid');
      }
    }
  });

  test('is refused with a part missing, repeated or cut', () => {
    for (const name of Object.keys(query)) {
      expect(verdict({ query: { ...query, [name]: undefined } })).toBe('invalid');
      expect(verdict({ query: { ...query, [name]: [query[name], query[name]] } })).toBe('invalid');
    }
    expect(verdict({ query: { ...query, signature: query.signature?.slice(0, 20) } })).toBe(
      'invalid',
    );
  });

  test('outlives a change of the secret while the old one is still accepted', () => {
    expect(verdict({ secrets: [successor, secret] })).toBe('valid');
    expect(verdict({ secrets: [successor] })).toBe('invalid');
  });

  test('cannot be made with a secret that could be guessed', () => {
    expect(() => signPath({ ...asset, secret: 'short', expiresAt })).toThrow(RangeError);
  });
});
