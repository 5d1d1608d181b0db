import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEnv } from '../../env.ts';
import { openDataFolder } from '../data/data-folder.ts';
import { startTemporal, type Temporal } from './embedded-servers.ts';
import { supervise } from './supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-ways-in-'));
const stopping = new AbortController();
let temporal: Temporal;
let connection: Connection;
let job: WorkflowHandle;
let ui: URL;

beforeAll(async () => {
  const env = readEnv({ ATELIER_DATA: folder });
  temporal = await startTemporal(
    env,
    openDataFolder(folder),
    (spec) => supervise(spec, { say: () => undefined, onRestarted: () => undefined }),
    () => undefined,
    stopping.signal,
  );
  ui = new URL(temporal.uiUrl ?? '');
  connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const workflowId = `job-${randomUUID()}`;
  job = await client.workflow.start('upscale', { workflowId, taskQueue: 'nobody' });
});
afterAll(async () => {
  stopping.abort();
  await connection.close();
  await temporal.process?.stop();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As a page may have it sent; null where what listens there does not speak HTTP. */
async function send(
  port: number,
  method: 'GET' | 'POST',
  path: string,
  headers: Record<string, string>,
): Promise<Answer | null> {
  return await new Promise((resolve) => {
    const asked = request({ port, method, path, headers, host: '127.0.0.1' }, (response) => {
      const { statusCode: status = 0, headers } = response;
      void text(response).then((body) => {
        resolve({ status, headers, body });
      });
    });
    asked.on('error', () => {
      resolve(null);
    });
    asked.end(method === 'POST' ? JSON.stringify({ reason: 'because' }) : undefined);
  });
}

const terminate = () =>
  `/api/v1/namespaces/${temporal.namespace}/workflows/${job.workflowId}/terminate`;

/** Where a page that tries every port of this machine finds something of Temporal's. */
function portsOf(pid: number): number[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(
      ([, local = '', , state, , , , , , inode = '']) =>
        local.startsWith('0100007F:') && state === '0A' && sockets.includes(`socket:[${inode}]`),
    )
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
}

async function csrfOf(port: number, host: string): Promise<Record<string, string>> {
  const answer = await send(port, 'GET', '/', { host });
  const [cookie = ''] = answer?.headers['set-cookie'] ?? [];
  const [pair = ''] = cookie.split(';');
  return { cookie: pair, 'x-csrf-token': pair.split('=')[1] ?? '' };
}

/** What pages elsewhere can have a browser send: cross-site, or under a name of theirs that leads to this machine. */
const attacks = {
  'a form of another site': (port: number) =>
    send(port, 'POST', terminate(), {
      host: `127.0.0.1:${port}`,
      origin: 'http://evil.example',
      'content-type': 'text/plain',
    }),
  'a form of another port of this machine': async (port: number) =>
    send(port, 'POST', terminate(), {
      host: `localhost:${port}`,
      origin: 'http://localhost:3000',
      ...(await csrfOf(port, `localhost:${port}`)),
    }),
  'a sandboxed frame': (port: number) =>
    send(port, 'POST', terminate(), { host: `localhost:${port}`, origin: 'null' }),
  'a name that leads here': async (port: number) => {
    const host = `evil.example:${port}`;
    return send(port, 'POST', terminate(), {
      host,
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      ...(await csrfOf(port, host)),
    });
  },
};

describe('a web page elsewhere', () => {
  test.each(Object.entries(attacks))(
    'cannot end a job, on whatever port it tries: %s',
    async (_what, attack) => {
      const ports = [Number(ui.port), ...portsOf(temporal.process?.pid() ?? 0)];
      expect(ports.length).toBeGreaterThan(3);
      const answers = await Promise.all(ports.map(attack));
      expect(answers[0]?.status).toBe(403);
      expect(answers.filter((answer) => answer && answer.status < 300)).toEqual([]);
      expect((await job.describe()).status.name).toBe('RUNNING');
    },
  );

  test('finds nothing that answers it, metrics neither, on any port that a browser connects to', async () => {
    const answering: number[] = [];
    const found: number[] = [];
    for (const port of portsOf(temporal.process?.pid() ?? 0)) {
      // What browsers do not connect to, Node's does not either: both go by the standard of fetch.
      const why: unknown = await fetch(`http://127.0.0.1:${port}/`).catch(
        (error: unknown) => error,
      );
      const isClosed = why instanceof TypeError && String(why.cause).includes('bad port');
      const answer = await send(port, 'GET', '/metrics', { host: `evil.example:${port}` });
      if (answer) (isClosed ? answering : found).push(port);
    }
    expect(found).toEqual([]);
    // Its HTTP API, and the metrics, which cannot be switched off.
    expect(answering).toHaveLength(2);
  });

  test('reads nothing of the jobs under a name that leads here', async () => {
    const path = terminate().replace('/terminate', '');
    const ports = [Number(ui.port), ...portsOf(temporal.process?.pid() ?? 0)];
    const answers = await Promise.all(
      ports.map((port) => send(port, 'GET', path, { host: `evil.example:${port}` })),
    );
    expect(answers.filter((answer) => answer?.body.includes('upscale'))).toEqual([]);
  });
});

describe('the Web UI', () => {
  test.each(['localhost', '127.0.0.1'])('is there for people, as %s', async (name) => {
    const page = await send(Number(ui.port), 'GET', '/', { host: `${name}:${ui.port}` });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('_app/immutable') });
  });

  test('ends a job for the operator who presses the button', async () => {
    const { port, host, origin } = ui;
    const answer = await send(Number(port), 'POST', terminate(), {
      ...{ host, origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(await csrfOf(Number(port), host)),
    });
    expect(answer?.status).toBe(200);
    expect((await job.describe()).status.name).toBe('TERMINATED');
  });
});
