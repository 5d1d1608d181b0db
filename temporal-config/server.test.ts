import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, type Priority, SearchAttributeType } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askTestServers } from '../.ci/ask-test-servers.ts';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { searchAttributes, setUpNamespace } from './namespace.ts';
import { adoptTemporal, temporalServer } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-temporal-'));
const databaseFile = join(folder, 'temporal.db');
const { cli: program } = await askTestServers('temporal-cli');
let stop: () => Promise<void>;
let connection: Connection;
let address: string;

beforeAll(async () => {
  // A file from before us: our namespace is there, with the server's own retention and no attributes.
  const port = await usualOrFreePort(0);
  const old = spawn(
    program,
    [
      'server',
      'start-dev',
      '--headless',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--db-filename',
      databaseFile,
      '--namespace',
      'atelier',
    ],
    { stdio: 'ignore' },
  );
  const before = Connection.lazy({ address: `127.0.0.1:${port}` });
  while (!(await knows(before, 'atelier'))) await delay(50);
  await before.close();
  old.kill('SIGTERM');
  await once(old, 'exit');

  const port2 = await usualOrFreePort(0);
  const server = temporalServer({
    program,
    databaseFile,
    namespace: 'atelier',
    port: port2,
    ui: null,
  });
  const child = spawn(server.command, server.args, { ...server.options, stdio: 'ignore' });
  stop = async () => {
    child.kill(server.stopSignal);
    await once(child, 'exit');
  };
  while (!(await server.answers())) await delay(50);
  address = server.address;
  connection = Connection.lazy({ address });
});
afterAll(async () => {
  await connection.close();
  await stop();
  rmSync(folder, { recursive: true });
});

async function knows(at: Connection, namespace: string): Promise<boolean> {
  try {
    await at.ensureConnected();
    await at.workflowService.describeNamespace({ namespace });
    return true;
  } catch {
    return false;
  }
}

describe('the embedded Temporal on a database file of an earlier version', () => {
  test('keeps finished workflows for seven days', async () => {
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'atelier' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 24 * 3600);
  });

  test('has every search attribute that operators filter by', async () => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'atelier',
    });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining([...searchAttributes]));
  });

  test('may be set up again without effect', async () => {
    await expect(setUpNamespace(connection, 'atelier')).resolves.toBeUndefined();
  });
});

describe('a Temporal of one’s own', () => {
  test('that knows nothing of us is set up, and serves workflows at once', async () => {
    const namespace = 'fresh';
    expect(await adoptTemporal(address, namespace)).toBeNull();
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(7 * 24 * 3600);
    const client = new Client({ connection, namespace });
    const [name] = searchAttributes;
    const key = defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
    const started = client.workflow.start('upscale', {
      ...{ workflowId: 'job', taskQueue: 'nobody' },
      typedSearchAttributes: [{ key, value: 'upscale' }],
    });
    await expect(started).resolves.toMatchObject({ workflowId: 'job' });
    expect(await adoptTemporal(address, namespace)).toBeNull();
  });

  test('that cannot be reached is an error of one line with the command that helps', async () => {
    const port = await usualOrFreePort(0);
    const adopted = adoptTemporal(`127.0.0.1:${port}`, 'atelier', { patienceMs: 500 });
    await expect(adopted).rejects.toThrow(
      /^Temporal at [^\n]* cannot be used [^\n]*: temporal operator namespace create [^\n]*$/,
    );
  });
});

describe('whoever waits is served in turn', () => {
  /** Starts a workflow that waits for a worker. */
  const start = (taskQueue: string, workflowId: string, priority: Priority) =>
    new Client({ connection, namespace: 'atelier' }).workflow.start('upscale', {
      ...{ taskQueue, workflowId, priority },
    });

  /** Those that are handed out, in their order, until there are enough of them. */
  async function served(taskQueue: string, enough: (ids: readonly string[]) => boolean) {
    const ids: string[] = [];
    while (!enough(ids)) {
      const { workflowExecution } = await connection.withDeadline(Date.now() + 60_000, () =>
        connection.workflowService.pollWorkflowTaskQueue({
          ...{ namespace: 'atelier', taskQueue: { name: taskQueue }, identity: 'test' },
        }),
      );
      ids.push(workflowExecution?.workflowId ?? '');
    }
    return ids;
  }

  test('after a flood of somebody else’s: next, or the one after', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => start('flooded', `many-${n}`, { fairnessKey: 'many' })),
    );
    await start('flooded', 'few', { fairnessKey: 'few' });
    const ids = await served('flooded', (so) => so.includes('few'));
    expect(ids.length).toBeLessThanOrEqual(2);
  });

  test('by weight: after a long piece of work come many short ones', async () => {
    for (const [fairnessKey, fairnessWeight] of [
      ['long', 1 / 40],
      ['short', 1],
    ] as const) {
      for (let n = 0; n < 6; n += 1) {
        await start('weighed', `${fairnessKey}-${n}`, { fairnessKey, fairnessWeight });
      }
    }
    const of = (ids: readonly string[], kind: string) => ids.filter((id) => id.startsWith(kind));
    const ids = await served('weighed', (so) => of(so, 'short').length === 6);
    expect(of(ids, 'long').length).toBeLessThanOrEqual(2);
  });
});

test('the server always runs tuned', () => {
  const { args } = temporalServer({
    program,
    databaseFile,
    namespace: 'atelier',
    port: 1,
    ui: null,
  });
  for (const setting of [
    'history.transferProcessorMaxPollRPS=2000',
    'journal_mode=WAL',
    'synchronous=1',
  ]) {
    expect(args).toContain(setting);
  }
});
