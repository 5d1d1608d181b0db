import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtPages } from '../testing/built-pages.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

// Whatever anybody sends to whatever we serve: no more of it is read than that may have, and nobody is waited for who
// sends next to nothing. Every route, every page and both of better-auth's endpoints are taken from their own lists.
const { pages, routes: pageRoutes } = await builtPages();
const pace = { bytesPerSecondMin: 4_000, windowMs: 400 };
/** What may be on its way in sockets and buffers, beyond what anybody has read. */
const underwayMax = 40_000_000;
const uploadMax = 52_428_800;

interface Target {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isUpload: boolean;
}

let api: TestApi;
let customer: TestCustomer;
beforeAll(async () => {
  api = await createTestApi({ pages, pace });
  customer = await api.customer(10);
});
afterAll(() => api.close());

const someId = '0'.repeat(26);

function targets(): Target[] {
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const file = { 'content-type': 'multipart/form-data; boundary=x' };
  const key = { authorization: `Bearer ${customer.key}` };
  const ofRoutes = api.application.routes.flatMap(({ contract }) => {
    const path = contract.path.replace(/\{(\w+)\}/g, () => `job_${someId}`);
    const isUpload = contract.upload === true;
    return [{}, key].map((who) => ({
      name: `${contract.method} ${contract.path}${'authorization' in who ? ' with a key' : ''}`,
      method: contract.method.toUpperCase(),
      path,
      headers: { ...(isUpload ? file : json), ...who },
      isUpload: isUpload && 'authorization' in who,
    }));
  });
  const ofPages = Object.values(pageRoutes).flatMap(({ path = '' }) =>
    [api.origin, 'https://evil.example'].map((origin) => ({
      name: `page /${path} from ${origin === api.origin ? 'itself' : 'elsewhere'}`,
      method: 'POST',
      path: `/${path.replace(/:\w+|\*/g, someId)}`,
      headers: { ...form, origin },
      isUpload: false,
    })),
  );
  const ofAuth = ['sign-in/email', 'sign-out', 'get-session'].map((path) => ({
    name: path,
    method: 'POST',
    path: `/api/auth/${path}`,
    headers: { ...json, origin: api.origin },
    isUpload: false,
  }));
  return [...ofRoutes, ...ofPages, ...ofAuth];
}

/** Sends a body that never ends, `chunk` after `chunk`; answers what came back and how much was sent until then. */
async function pour(
  target: Target,
  chunk: Buffer,
  everyMs: number | null,
): Promise<{ status: number | null; sent: number }> {
  const { method, path, headers } = target;
  const asked = request(new URL(path, api.origin), {
    method,
    headers: { ...headers, 'transfer-encoding': 'chunked' },
    agent: false,
  });
  let sent = 0;
  const over = new AbortController();
  const closed = Promise.race([
    once(asked, 'response').then(([response]) => {
      const { statusCode } = response as { statusCode: number; resume: () => void };
      (response as { resume: () => void }).resume();
      return statusCode;
    }),
    once(asked, 'close').then(() => null),
  ]).catch(() => null);
  asked.on('error', () => undefined);
  if (target.isUpload) {
    asked.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n');
  }
  void (async () => {
    while (!over.signal.aborted && !asked.destroyed) {
      sent += chunk.length;
      if (!asked.write(chunk)) await Promise.race([once(asked, 'drain'), closed]);
      if (everyMs !== null) await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  const status = await closed;
  over.abort();
  asked.destroy();
  return { status, sent };
}

describe('a body', () => {
  test('without an end is answered before more of it is read than it may have, wherever it is sent', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'a');
    const before = process.memoryUsage.rss();
    const all = targets().map(async (target) => ({ target, ...(await pour(target, chunk, null)) }));
    for (const { target, status, sent } of await Promise.all(all)) {
      const isAnswered = status !== null && status >= 200 && status < 500;
      expect({ name: target.name, status, isAnswered }).toMatchObject({ isAnswered: true });
      const most = underwayMax + (target.isUpload ? uploadMax : 0);
      expect({ name: target.name, tooMuch: sent > most }).toEqual({
        name: target.name,
        tooMuch: false,
      });
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000);
  });

  test('of a byte now and then is given up, wherever it is sent', async () => {
    const given = await Promise.all(
      targets().map(async (target) => {
        const { status } = await pour(target, Buffer.from('a'), 100);
        return { name: target.name, isOver: status === null || status < 500 };
      }),
    );
    expect(given.filter(({ isOver }) => !isOver)).toEqual([]);
  });

  test('that nobody waited for leaves no place behind', async () => {
    const slow = targets().filter(({ isUpload }) => isUpload);
    await Promise.all(
      Array.from({ length: 40 }, () =>
        slow.map((target) => pour(target, Buffer.from('a'), 100)),
      ).flat(),
    );
    const { status } = await api.call('GET', '/v1/jobs', { key: customer.key });
    expect(status).toBe(200);
    const refused = await api.upload(customer, Buffer.from('no picture'));
    expect(refused.status).toBe(415);
  });
});
