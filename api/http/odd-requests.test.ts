import { once } from 'node:events';
import { METHODS } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtPages } from '../testing/built-pages.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

// Whatever stands in a request's first line: it is answered, by somebody who knows what to say, and never by a 500.
const { pages } = await builtPages();
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ pages });
});
afterAll(() => api.close());

/** Sends a first line as it is; answers the status, 0 when the connection was closed without one. */
async function ask(line: string): Promise<number> {
  const { hostname, port } = new URL(api.origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(
    `${line}\r\nHost: localhost:${port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  const answer = await text(socket).catch(() => '');
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

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

test('the address of a route refuses every method that it does not have, and says which it has', async () => {
  const methodsOf = Map.groupBy(api.application.routes, ({ contract }) => contract.path);
  for (const [path, routes] of methodsOf) {
    const own = routes.map(({ contract }) => contract.method.toUpperCase());
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      if (own.includes(method)) continue;
      const { status, headers } = await api.call(method, path.replace(/\{\w+\}/g, '0'));
      expect([method, path, status]).toEqual([method, path, 405]);
      expect(headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(own));
    }
  }
});
