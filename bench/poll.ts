import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiKeySecret, storeApiKey } from '../db/api-keys/api-keys.ts';
import { createDatabase } from '../db/client.ts';
import { uuidv7 } from '../db/uuidv7.ts';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { requestsPerSecond, type Load } from './load.ts';
import { startBenchPostgres, type BenchPostgres } from './postgres.ts';
import { median, spread } from './statistics.ts';

const rounds = 7;
const secondsEach = 1.5;
const photo = new URL('../media/fixtures/photos/coffee.png', import.meta.url);

interface Job {
  readonly id: string;
  readonly key: string;
  readonly json: string;
  readonly etag: string;
}

/**
 * Polling a job against a bare Express route that sends the same JSON. Temporal is not even there: no poll can have
 * asked a workflow.
 */
export async function run(): Promise<void> {
  const postgres = await startBenchPostgres();
  const children: ChildProcess[] = [];
  try {
    const port = await usualOrFreePort(0);
    children.push(await startApi(postgres, port));
    const job = await createJob(postgres, port);
    const barePort = await usualOrFreePort(0);
    children.push(
      await ready(fork(new URL('bare-express.ts', import.meta.url), [String(barePort), job.json])),
    );
    const measured = await measure(contenders(job, port, barePort));
    report(measured);
  } finally {
    await Promise.all(children.map(end));
    await postgres.stop();
  }
}

function contenders(job: Job, port: number, barePort: number): Record<string, Load> {
  const path = `/v1/jobs/${job.id}`;
  const headers = { Authorization: `Bearer ${job.key}` };
  const known = { ...headers, 'If-None-Match': job.etag };
  return {
    'bare Express, 200': { port: barePort, path, headers, status: 200 },
    'atelier, 200': { port, path, headers, status: 200 },
    'atelier, 304': { port, path, headers: known, status: 304 },
  };
}

/** Interleaved, so that whatever else the machine does hits everybody alike. */
async function measure(loads: Record<string, Load>): Promise<Record<string, number[]>> {
  const rates: Record<string, number[]> = {};
  for (const load of Object.values(loads)) await requestsPerSecond(load, secondsEach);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, load] of Object.entries(loads)) {
      (rates[name] ??= []).push(await requestsPerSecond(load, secondsEach));
    }
  }
  return rates;
}

function report(rates: Record<string, number[]>): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(`requests per second, median (range) of ${rounds} rounds, 16 connections`);
  for (const [name, values] of Object.entries(rates)) print(`${name.padEnd(20)} ${spread(values)}`);
  const ratio = (name: string) =>
    median(
      (rates[name] ?? []).map((rate, round) => rate / (rates['bare Express, 200']?.[round] ?? 0)),
    );
  print(`RATIO poll.ok ${ratio('atelier, 200').toFixed(2)}`);
  print(`RATIO poll.not-modified ${ratio('atelier, 304').toFixed(2)}`);
}

/** The API as `npm start` runs it. */
function startApi(postgres: BenchPostgres, port: number): Promise<ChildProcess> {
  const api = fork(new URL('../api/server.ts', import.meta.url), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: postgres.appUrl,
      DATABASE_AUTH_URL: postgres.authUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      AUTH_SECRET: 'a secret of the bench, 32 letters',
      URL_SIGNING_SECRET: 'another one of the bench, 32 too.',
      STORAGE_FOLDER: join(postgres.folder, 'storage'),
      SCRATCH_FOLDER: join(postgres.folder, 'scratch'),
    },
  });
  return ready(api);
}

async function createJob(postgres: BenchPostgres, port: number): Promise<Job> {
  const [organizationId, key] = [uuidv7(), createApiKeySecret()];
  const auth = createDatabase({ url: postgres.authUrl, max: 1, applicationName: 'bench' });
  const database = createDatabase({ url: postgres.appUrl, max: 1, applicationName: 'bench' });
  await auth.query('insert into auth.organization (id, name, slug) values ($1, $2, $2)', [
    organizationId,
    'bench',
  ]);
  await database.withOrganization(organizationId, async (tx) => {
    await tx.query('select grant_credits($1, $2, 10)', [organizationId, 'bench']);
    await storeApiKey(tx, { organizationId, name: 'bench', secret: key });
  });
  await Promise.all([auth.close(), database.close()]);

  const ask = (path: string, options: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${key}` },
    });
  const body = new FormData();
  body.set('file', new Blob([await readFile(photo)]), 'photo.png');
  const asset = (await (await ask('/v1/assets', { method: 'POST', body })).json()) as {
    id: string;
  };
  const request = { operation: 'background-removal', input: { asset: asset.id } };
  const created = await ask('/v1/jobs', { method: 'POST', body: JSON.stringify(request) });
  const { id } = (await created.json()) as { id: string };
  const answer = await ask(`/v1/jobs/${id}`);
  return { id, key, json: await answer.text(), etag: answer.headers.get('etag') ?? '' };
}

async function ready(child: ChildProcess): Promise<ChildProcess> {
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('a server of the bench did not start');
    }),
  ]);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
