import { createServer, request, type Server } from 'node:http';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createStaticFiles } from '../pages/static-files.ts';
import { sendWebResponse, toWebRequest } from './web-request.ts';

let server: Server;
let origin: string;
const aborted = Promise.withResolvers<string>();
const cancelled = Promise.withResolvers<string>();

/** Pages as Remix makes them: a web request in, a web response out. */
function page(asked: Request): Promise<Response> | Response {
  const { pathname } = new URL(asked.url);
  if (pathname === '/echo') return new Response(asked.body, { headers: { 'x-url': asked.url } });
  if (pathname === '/cookies') {
    const answer = new Response(null, { status: 302, headers: { location: '/' } });
    answer.headers.append('set-cookie', 'a=1');
    answer.headers.append('set-cookie', 'b=2');
    return answer;
  }
  if (pathname === '/slow') {
    asked.signal.addEventListener('abort', () => {
      aborted.resolve('aborted');
    });
    return new Promise<Response>(() => undefined);
  }
  let count = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      count += 1;
      controller.enqueue(new Uint8Array(65_536));
      if (count === 10_000) controller.close();
    },
    cancel() {
      cancelled.resolve(`cancelled after ${count < 1_000 ? 'few' : 'many'} chunks`);
    },
  });
  return new Response(body, { headers: { 'x-ip': asked.headers.get('x-client-ip') ?? '' } });
}

beforeAll(async () => {
  const app = express();
  app.all('/{*path}', async (incoming, outgoing) => {
    await sendWebResponse(
      outgoing,
      await page(toWebRequest(incoming, outgoing, 'https://studio.example')),
    );
  });
  server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a page', () => {
  test('gets the body and is told the public address, whatever Host says', async () => {
    const answer = await fetch(`${origin}/echo?q=1`, { method: 'POST', body: 'hello' });
    expect(await answer.text()).toBe('hello');
    expect(answer.headers.get('x-url')).toBe('https://studio.example/echo?q=1');
  });

  test('sets several cookies and redirects', async () => {
    const answer = await fetch(`${origin}/cookies`, { redirect: 'manual' });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([302, ['a=1', 'b=2']]);
  });

  test('is told the address of the socket, not the one that a caller claims', async () => {
    const answer = await fetch(`${origin}/stream`, {
      method: 'HEAD',
      headers: { 'x-client-ip': '6.6.6.6' },
    });
    expect(answer.headers.get('x-ip')).toBe('127.0.0.1');
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });

  test('hears when its reader leaves before there is an answer', async () => {
    const leaving = request(`${origin}/slow`);
    leaving.on('error', () => undefined);
    leaving.end(() => setImmediate(() => leaving.destroy()));
    expect(await aborted.promise).toBe('aborted');
  });

  test('is made no faster than it is read, and no further when its reader leaves', async () => {
    const leaving = request(`${origin}/stream`);
    leaving.on('error', () => undefined);
    leaving.on('response', (answer) => {
      answer.once('data', () => leaving.destroy());
    });
    leaving.end();
    expect(await cancelled.promise).toBe('cancelled after few chunks');
  });
});

describe('the files of a build', () => {
  test('never answer a page for a script that is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-web-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/app-1.js'), 'export {}');
    await writeFile(join(folder, 'robots.txt'), 'none');
    const app = express();
    app.use(...createStaticFiles(folder));
    app.use((_request, response) => {
      response.send('a page');
    });
    const answerError: express.ErrorRequestHandler = (error: { code: string }, ...[, response]) => {
      response.status(404).send(error.code);
    };
    app.use(Object.defineProperty(answerError, 'length', { value: 4 }));
    const files = createServer(app);
    await new Promise<void>((resolve) => {
      files.listen(0, '127.0.0.1', resolve);
    });
    const at = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    const script = await fetch(`${at}/assets/app-1.js`);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const gone = await fetch(`${at}/assets/app-0.js`);
    expect([gone.status, await gone.text()]).toEqual([404, 'not_found']);
    expect(await (await fetch(`${at}/robots.txt`)).text()).toBe('none');
    expect(await (await fetch(`${at}/anything`)).text()).toBe('a page');
    files.closeAllConnections();
    await new Promise((resolve) => files.close(resolve));
    await rm(folder, { recursive: true });
  });
});
