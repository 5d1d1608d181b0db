import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { askTestServers } from '../.ci/ask-test-servers.ts';
import type { Demo } from './demo.ts';
import { usualOrFreePort } from './processes/ports.ts';

const root = join(import.meta.dirname, '..');

/** Starts an instance on a Temporal that runs already. */
async function startOn(address: string, namespace: string) {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-own-temporal-'));
  const child = spawn(process.execPath, [join(root, 'start.ts')], {
    env: {
      ...process.env,
      PORT: String(await usualOrFreePort(0)),
      ATELIER_DATA: join(folder, 'data'),
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    async ready(): Promise<Demo> {
      const file = join(folder, 'data/demo.json');
      while (!existsSync(file) || !output.includes('Ready in')) {
        if (child.exitCode !== null) throw new Error(`it did not start:\n${output}`);
        await delay(100);
      }
      return JSON.parse(readFileSync(file, 'utf8')) as Demo;
    },
    async stop() {
      if (child.kill('SIGTERM')) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

test('a start on a Temporal without our namespace makes it, and jobs run there', async () => {
  const { address } = await askTestServers('temporal');
  const instance = await startOn(address, `own-${randomUUID()}`);
  try {
    const { url, apiKey, pids } = await instance.ready();
    expect(pids.temporal).toBeUndefined();
    const answer = await fetch(`${url}/v1/jobs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        prefer: 'wait=60',
      },
      body: JSON.stringify({ operation: 'text-to-design', input: { prompt: 'A lighthouse' } }),
    });
    expect(await answer.json()).toMatchObject({ status: 'succeeded', error: null });
  } finally {
    await instance.stop();
  }
});
