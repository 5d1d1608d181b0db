import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtPages } from '../testing/built-pages.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';
import { askOnWire } from '../testing/wire.ts';

// Whatever stands in a request's first line: it is answered, by somebody who knows what to say, and never by a 500.
const { pages } = await builtPages();
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ pages });
});
afterAll(() => api.close());

const ask = async (line: string): Promise<number> => (await askOnWire(api.origin, line)).status;

const targets = [
  ...['/', '//', '///', '//evil.example/', '/\\evil.example', '/.//x', '/..', '/../../etc/passwd'],
  ...['/%', '/%zz', '/%00', '/%ff%fe', '/%2e%2e/%2e%2e/x', '/v1/jobs/%', '/v1/assets/%zz/content'],
  ...[
    '/?',
    '/?%',
    '/v1/jobs?cursor=%',
    '/studio?%E0%A4%A',
    '/studio#x',
    '*',
    'x',
    'http://',
    'http://[',
  ],
  ...[
    'http://evil.example/',
    'https://user:word@evil.example/v1/jobs',
    'ftp://x/y',
    'evil.example:443',
  ],
  ...[`/${'a'.repeat(9_000)}`, `/v1/jobs/${'a'.repeat(9_000)}`, '/é', '/\u0001', '/a b'],
  ...[
    '/docs/errors/%',
    '/docs/errors/constructor',
    '/assets/%',
    '/assets/../x',
    '/api/auth/%',
    '/api/auth//',
  ],
  ...['/jobs/%', '/v1', '/v1/', '/v1//jobs', '/v1/openapi.json/', '/healthz/', '/readyz?x=%'],
];

describe.each(targets)('a request for %j', (target) => {
  test('is answered by every method, and never by a 500', async () => {
    const statuses = await Promise.all(
      METHODS.filter((method) => method !== 'CONNECT').map(async (method) => ({
        method,
        status: await ask(`${method} ${target} HTTP/1.1`),
      })),
    );
    expect(statuses.filter(({ status }) => status >= 500 || status === 0)).toEqual([]);
  });
});

test.each([
  '',
  'GET',
  'GET /',
  'get / HTTP/1.1',
  'GET / HTTP/9.9',
  '\0\0',
  'HELO there',
  'PRI * HTTP/2.0',
  'CONNECT evil.example:443 HTTP/1.1',
])('the first line %j is answered, refused or hung up on', async (line) => {
  expect([0, 302, 400]).toContain(await ask(line));
});

test('an address that has methods refuses every other one, and says which it has', async () => {
  const ofRoutes = api.application.routes.map(
    ({ contract }) => [contract.path, contract.method.toUpperCase()] as const,
  );
  const files = ['/healthz', '/readyz', '/v1/openapi.json', '/docs/errors/not_found'];
  const all = [...ofRoutes, ...files.map((path) => [path, 'GET'] as const)];
  const methodsOf = Map.groupBy(all, ([path]) => path);
  for (const [path, alike] of methodsOf) {
    const own = alike.map(([, method]) => method);
    const others = METHODS.filter(
      (method) => !['HEAD', 'OPTIONS', 'CONNECT', ...own].includes(method),
    );
    const answers = await Promise.all(
      others.map(async (method) => {
        const target = path.replace(/\{\w+\}/g, '0');
        return [method, await askOnWire(api.origin, `${method} ${target} HTTP/1.1`)] as const;
      }),
    );
    for (const [method, { status, headers }] of answers) {
      expect([method, path, status]).toEqual([method, path, 405]);
      expect(headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(own));
    }
  }
});

test('what no page can have is refused with what one can', async () => {
  for (const path of ['/', '/studio', '/api/auth/sign-out']) {
    const { status, headers } = await askOnWire(api.origin, `TRACE ${path} HTTP/1.1`);
    expect([path, status]).toEqual([path, 405]);
    expect(headers.get('allow')).toContain('GET');
  }
});
