import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { createDatabase, type Database } from '../db/client.ts';
import { buildWorkflowBundle } from '../workflows/bundle.ts';
import { startBenchPostgres, type BenchPostgres } from './postgres.ts';
import { type Contender, contenders, createContenders, type RunOne } from './saga/contenders.ts';
import { createSupply, newPicture, type Supply } from './saga/supply.ts';
import { median, spread } from './statistics.ts';
import { startBenchTemporal } from './temporal.ts';

const rounds = 6;
const jobsEachRound = 120;
const inFlight = 20;
const oneAtATime = 25;

const timed = ['saga', 'ordinary', 'sameSql', 'floor'] as const;
type OneAtATime = (typeof timed)[number];

interface Measured {
  rate: Record<Contender, number[]>;
  p50: Record<OneAtATime, number[]>;
}

/**
 * The product's saga against the same SQL in one activity, against one empty activity, and against a tutorial's seven
 * activities: jobs per second at 20 in flight, and the time of one at a time. The engine itself is left out of all of
 * them; its time is measured and stated.
 */
export async function run(): Promise<void> {
  const postgres = await startBenchPostgres();
  const temporal = await startBenchTemporal(postgres.folder);
  const database = createDatabase({ url: postgres.appUrl, max: 10, applicationName: 'bench' });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  let worker: ChildProcess | undefined;
  try {
    const started = await startWorker(postgres, temporal.address);
    worker = started.worker;
    print(`left out of every contender: the engine, ${started.engineMs.toFixed(1)} ms a job`);
    const supply = await createSupply(postgres, database);
    const runs = createContenders(supply, database, client, temporal.address);
    report(await measure(runs, supply));
    await supply.fill(1);
    await reportEvents(client, await runs.saga());
    await audit(database);
  } finally {
    worker?.kill('SIGKILL');
    await connection.close();
    await database.close();
    await temporal.stop();
    await postgres.stop();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function startWorker({ appUrl, folder }: BenchPostgres, address: string) {
  const bundle = join(folder, 'workflows.js');
  await buildWorkflowBundle(bundle, fileURLToPath(new URL('saga/workflows.ts', import.meta.url)));
  const picture = join(folder, 'picture.png');
  await writeFile(picture, await newPicture());
  const worker = fork(
    new URL('saga/worker.ts', import.meta.url),
    [appUrl, address, folder, bundle, picture],
    { execArgv: [] },
  );
  const [{ engineMs }] = (await once(worker, 'message')) as [{ engineMs: number }];
  return { worker, engineMs };
}

/**
 * Rounds of all contenders, interleaved; the first one warms up and is thrown away. Each round begins with another
 * contender, so that what one leaves for the server to clean up does not always fall to the same one.
 */
async function measure(runs: Record<Contender, RunOne>, supply: Supply): Promise<Measured> {
  const measured: Measured = {
    rate: { saga: [], ordinary: [], sameSql: [], floor: [], tutorial: [] },
    p50: { saga: [], ordinary: [], sameSql: [], floor: [] },
  };
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % contenders.length;
    for (const name of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      await supply.fill(jobsEachRound + oneAtATime);
      const rate = await jobsPerSecond(runs[name]);
      if (round > 0) measured.rate[name].push(rate);
      if (!isTimed(name)) continue;
      const p50 = await medianMs(runs[name]);
      if (round > 0) measured.p50[name].push(p50);
    }
  }
  return measured;
}

function isTimed(name: Contender): name is OneAtATime {
  return timed.some((one) => one === name);
}

async function jobsPerSecond(runOne: RunOne): Promise<number> {
  const began = performance.now();
  let left = jobsEachRound;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await runOne();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (jobsEachRound / (performance.now() - began)) * 1_000;
}

async function medianMs(runOne: RunOne): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < oneAtATime; n += 1) {
    const began = performance.now();
    await runOne();
    times.push(performance.now() - began);
  }
  return median(times);
}

function report({ rate, p50 }: Measured): void {
  print(`jobs per second at ${inFlight} in flight, median (range) of ${rounds} rounds`);
  for (const name of contenders) print(`${name.padEnd(10)} ${spread(rate[name])}`);
  print(`milliseconds one at a time, median (range) of ${rounds} rounds`);
  for (const name of timed) print(`${name.padEnd(10)} ${spread(p50[name])}`);
  const ratio = (over: readonly number[], under: readonly number[]) =>
    median(over.map((value, round) => value / (under[round] ?? Number.NaN))).toFixed(2);
  print(`RATIO saga.same-sql ${ratio(rate.saga, rate.sameSql)}`);
  print(`RATIO saga.floor ${ratio(rate.saga, rate.floor)}`);
  print(`RATIO saga.tutorial ${ratio(rate.saga, rate.tutorial)}`);
  print(`RATIO saga.p50 ${ratio(p50.saga, p50.floor)}`);
  print(`RATIO saga.ordinary ${ratio(rate.ordinary, rate.floor)}`);
  print(`RATIO saga.ordinary-p50 ${ratio(p50.ordinary, p50.floor)}`);
}

async function reportEvents(client: Client, workflowId: string): Promise<void> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  print(`RATIO saga.events ${events?.length ?? Number.NaN}`);
}

/** The figures count only if every job came to its end and no balance has drifted. */
async function audit(database: Database): Promise<void> {
  const drift = await database.query('select * from verify()');
  const open = await database.query('select * from open_jobs(null, 1)');
  if (drift.length > 0 || open.length > 0) throw new Error('the audit failed: figures are void');
  print('audit: every job has ended, every balance follows from the journal');
}
