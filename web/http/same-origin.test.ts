import { describe, expect, test } from '@jest/globals';
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
  ])('does not lead to %j', (path) => {
    expect(safeReturnPath(path)).toBe('/studio');
  });
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
