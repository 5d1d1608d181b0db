import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requireSameOrigin, safeReturnPath } from './same-origin.ts';

describe('the way back after a form', () => {
  test.each([
    ['/studio?tool=upscale&job=job_1#steps', '/studio?tool=upscale&job=job_1#steps'],
    ['/jobs/job_1', '/jobs/job_1'],
    ['/', '/'],
    ['/%09/evil.example', '/%09/evil.example'],
    ['/studio?next=//evil.example', '/studio?next=//evil.example'],
  ])('leads to %j', (path, expected) => {
    expect(safeReturnPath(path)).toBe(expected);
  });

  test.each([
    undefined,
    '',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\r\n/evil.example',
    '\t//evil.example',
    '  //evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    '/%2e//evil.example',
    '/studio/..//evil.example',
    '///evil.example',
    '//evil.example:80/studio',
    '//user@evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTP:\\\\evil.example',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,evil',
    'http://',
    `/${'é'.repeat(1_000)}`,
  ])('does not lead to %j', (path) => {
    expect(safeReturnPath(path)).toBe('/studio');
  });
});

test('whatever is asked for, a browser is led to a path of this very site', () => {
  const piece = fc.constantFrom(
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '%09',
      '\t',
      '\n',
      '\r',
      '\0',
      ' ',
      '@',
      ':',
    ],
    ...[
      '?',
      '#',
      ';',
      'evil.example',
      'https:',
      'javascript:',
      'here.invalid',
      'studio',
      '\u3002',
      'é',
    ],
  );
  const made = fc.array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string()), { maxLength: 12 });
  fc.assert(
    fc.property(made, (pieces) => {
      const path = safeReturnPath(pieces.join(''));
      expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
      for (const page of ['https://studio.example.com/sign-in', 'http://localhost:3000/a/b']) {
        expect(new URL(path, page).origin).toBe(new URL(page).origin);
      }
      // What came of it once leads to the same place again.
      expect(safeReturnPath(path)).toBe(path);
    }),
    { numRuns: 3_000 },
  );
});

describe('a write', () => {
  const own = ['http://localhost:3000', 'http://127.0.0.1:3000'];
  const from = (origin?: string) => () => {
    requireSameOrigin(
      new Request('http://localhost:3000/preferences', {
        method: 'POST',
        headers: origin === undefined ? {} : { origin },
      }),
      own,
    );
  };

  test.each(own)('from a page at %s is let through', (origin) => {
    expect(from(origin)).not.toThrow();
  });

  test.each([
    undefined,
    'null',
    'http://localhost:3001',
    'https://localhost:3000',
    'http://evil.example',
  ])('from %s is refused', (origin) => {
    expect(from(origin)).toThrow(expect.objectContaining({ status: 403 }));
  });
});
