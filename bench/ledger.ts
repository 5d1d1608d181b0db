import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createDatabase } from '../db/client.ts';
import { startBenchPostgres, type BenchPostgres } from './postgres.ts';
import { median, spread } from './statistics.ts';

const execute = promisify(execFile);

const rounds = 7;
const secondsEach = 5;
const wallets = 1_000;
const tpcbScale = 10;
const pair = fileURLToPath(new URL('reserve-and-settle.sql', import.meta.url));

const contenders = ['pgbench TPC-B', 'pairs, 1,000 wallets', 'pairs, one wallet'] as const;
type Contender = (typeof contenders)[number];

/**
 * Pairs of reserve and settle per second against pgbench's TPC-B transactions on the same Postgres, each from 8
 * connections with prepared statements. Credits are paid ones, so that a settle posts its cash leg too.
 */
export async function run(): Promise<void> {
  await requirePgbench();
  const postgres = await startBenchPostgres();
  try {
    const tpcbUrl = await prepare(postgres);
    const rates = await measure(
      {
        'pgbench TPC-B': () => transactionsPerSecond(tpcbUrl, []),
        'pairs, 1,000 wallets': () => pairsPerSecond(postgres, wallets),
        'pairs, one wallet': () => pairsPerSecond(postgres, 1),
      },
      () => analyze(postgres),
    );
    report(rates);
    await audit(postgres);
  } finally {
    await postgres.stop();
  }
}

async function requirePgbench(): Promise<void> {
  await execute('pgbench', ['--version']).catch(() => {
    process.stderr.write(
      'pgbench is not on PATH: it comes with PostgreSQL (apt-get install postgresql)\n',
    );
    process.exit(1);
  });
}

async function asAdmin(url: string, ...statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    for (const statement of statements) await admin.query(statement);
  } finally {
    await admin.end();
  }
}

function inDatabase(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes both data sets; answers where TPC-B's lies. */
async function prepare({ adminUrl }: BenchPostgres): Promise<string> {
  const tpcbUrl = inDatabase(adminUrl, 'tpcb');
  await asAdmin(adminUrl, 'create database tpcb');
  await execute('pgbench', ['-i', '-q', '-s', String(tpcbScale), tpcbUrl]);
  await asAdmin(
    inDatabase(adminUrl, 'atelier'),
    `insert into auth.organization (id, name, slug)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Bench', n::text
     from generate_series(1, ${wallets}) n`,
    `select grant_credits(id, 'bench', 100000000, 'paid', null, 900000000) from auth.organization`,
  );
  return tpcbUrl;
}

/** Functions plan for the tables that they meet first: empty ones would mislead them. */
async function analyze({ adminUrl }: BenchPostgres): Promise<void> {
  await asAdmin(inDatabase(adminUrl, 'atelier'), 'vacuum analyze', 'checkpoint');
}

async function transactionsPerSecond(url: string, options: string[]): Promise<number> {
  const load = ['-n', '-M', 'prepared', '-c', '8', '-j', '2', '-T', String(secondsEach)];
  const { stdout } = await execute('pgbench', [...load, ...options, url]);
  const [, rate] = /^tps = ([\d.]+)/m.exec(stdout) ?? [];
  const [, failed] = /failed transactions: (\d+)/.exec(stdout) ?? [];
  if (rate === undefined || failed !== '0') throw new Error(`pgbench failed:\n${stdout}`);
  return Number(rate);
}

/** As the owner of the ledger's functions: no login of ours may call them outside of a job's own steps. */
function pairsPerSecond({ adminUrl }: BenchPostgres, among: number): Promise<number> {
  const url = `${inDatabase(adminUrl, 'atelier')}?options=-crole%3Datelier_system`;
  return transactionsPerSecond(url, ['-D', `wallets=${among}`, '-f', pair]);
}

/** Interleaved, so that whatever else the machine does hits everybody alike. */
async function measure(
  loads: Record<Contender, () => Promise<number>>,
  afterWarmUp: () => Promise<void>,
): Promise<Record<Contender, number[]>> {
  for (const load of Object.values(loads)) await load();
  await afterWarmUp();
  const rates = Object.fromEntries(contenders.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of contenders) rates[name]?.push(await loads[name]());
  }
  return rates as Record<Contender, number[]>;
}

function report(rates: Record<Contender, number[]>): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const peer = rates['pgbench TPC-B'];
  print(`per second, median (range) of ${rounds} rounds of ${secondsEach} s, 8 connections`);
  for (const name of contenders) {
    const ratios = rates[name].map((rate, round) => rate / (peer[round] ?? Number.NaN));
    const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    print(
      `${name.padEnd(22)} ${spread(rates[name]).padEnd(20)} ${median(ratios).toFixed(2)} × (${range})`,
    );
  }
  const ratio = (name: Contender) =>
    median(rates[name].map((rate, round) => rate / (peer[round] ?? Number.NaN))).toFixed(2);
  print(`RATIO ledger.wallets ${ratio('pairs, 1,000 wallets')}`);
  print(`RATIO ledger.hot ${ratio('pairs, one wallet')}`);
}

/** Nothing may be left over, and every balance must follow from the journal. */
async function audit({ appUrl }: BenchPostgres): Promise<void> {
  const database = createDatabase({ url: appUrl, max: 1, applicationName: 'bench' });
  const drift = await database.query('select * from verify()');
  await database.close();
  if (drift.length > 0) throw new Error(`the ledger has drifted: ${JSON.stringify(drift)}`);
  process.stdout.write('audit: every balance follows from the journal\n');
}
