import pg from 'pg';
import { createLedgerActivities } from '../activities/credits/verify-ledger.ts';
import { createDatabase } from '../db/client.ts';
import { startBenchPostgres } from './postgres.ts';
import { median } from './statistics.ts';

const wallets = Number(process.env.BENCH_WALLETS ?? 1_000);
const settlesEach = 500;
/** What an hour at a hundred requests a minute adds. */
const settlesInAnHour = 6_000;
const rounds = 3;

/** A ledger of wallets × settles, every one with a job, a cash leg and its reservation, written as the functions would have. */
const furnish = `
  set session_replication_role = replica;
  create temp table wallet_of as select n, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id,
    ('00000000-0000-7001-8000-' || lpad(n::text, 12, '0'))::uuid as lot from generate_series(1, ${wallets}) n;
  insert into auth.organization (id, name, slug) select id, 'Bench', n::text from wallet_of;
  insert into wallets (organization_id, posted, held, seq) select id, 1000000 - ${settlesEach}, 0, ${settlesEach} + 1 from wallet_of;
  insert into lots (id, organization_id, kind, granted, remaining, cash_minor, currency)
    select lot, id, 'paid', 1000000, 1000000 - ${settlesEach}, 1000000, 'EUR' from wallet_of;
  insert into journals (organization_id, id, seq, kind, key, amount, balance_after)
    select id, lot, 1, 'grant', 'bench', 1000000, 1000000 from wallet_of;
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount, lot_id)
    select id, lot, 1, 'CR', 'sold'::ledger_account, 'wallet'::ledger_account, 1000000, lot from wallet_of
    union all select id, lot, 2, 'EUR', 'stripe_clearing', 'deferred_revenue', 1000000, lot from wallet_of;
  create temp table settled as select id, lot, m, uuidv7() as job, uuidv7() as reservation, uuidv7() as journal
    from wallet_of, generate_series(1, ${settlesEach}) m order by m;
  insert into jobs (id, organization_id, operation, operation_version, input, plan, status, stage, steps, credits_charged, priority, start_by)
    select job, id, 'smart-crop', 1, '{}', '{}', 'succeeded', 'settled', '[]', 1, 4, now() from settled;
  insert into reservations (id, organization_id, job_id, ordinal, amount, state, charged, lot_ids, lot_amounts)
    select reservation, id, job, 1, 1, 'settled', 1, array[lot], array[1] from settled;
  insert into journals (organization_id, id, seq, kind, key, amount, balance_after, job_id)
    select id, journal, m + 1, 'settle', reservation::text, -1, 1000000 - m, job from settled;
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount, lot_id)
    select id, journal, 1, 'CR', 'wallet'::ledger_account, 'consumed'::ledger_account, 1, lot from settled
    union all select id, journal, 2, 'EUR', 'deferred_revenue', 'usage_revenue', 1, lot from settled;
  set session_replication_role = origin`;

/** An hour later: some jobs more, charged by the ledger itself. */
const anHour = `
  set session_replication_role = replica;
  create temp table if not exists lately (job uuid, organization uuid);
  truncate lately;
  insert into lately select uuidv7(), ('00000000-0000-7000-8000-' || lpad((1 + n % ${wallets})::text, 12, '0'))::uuid
    from generate_series(1, ${settlesInAnHour}) n;
  insert into jobs (id, organization_id, operation, operation_version, input, plan, status, stage, steps, credits_charged, priority, start_by)
    select job, organization, 'smart-crop', 1, '{}', '{}', 'succeeded', 'settled', '[]', 1, 4, now() from lately;
  set session_replication_role = origin;
  grant select on lately to atelier_system;
  set role atelier_system;
  select settle(reservation_id, 1) from (
    select (reserve(organization, job, 1, 1, null)).reservation_id from lately) held;
  reset role`;

/**
 * How long the proof of the ledger takes: the whole of a million transfers, and what one hour adds to it. Seconds, not
 * ratios: what counts is whether it fits into its time.
 */
export async function run(): Promise<void> {
  const postgres = await startBenchPostgres();
  const url = new URL(postgres.adminUrl);
  url.pathname = '/atelier';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const database = createDatabase({ url: url.href, max: 2, applicationName: 'bench' });
  try {
    const furnished = await seconds(() => admin.query(furnish));
    process.stdout.write(`furnished in ${furnished.toFixed(1)} s\n`);
    await admin.query('vacuum analyze');
    const full: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      full.push(
        await seconds(() =>
          database.atLeisure((sql) => sql.query('select * from verify()')).then(refuse),
        ),
      );
    }
    const ledger = createLedgerActivities({ database, log: quiet, beat: ignore });
    const verifyLedger = () => ledger.verifyLedger();
    const first = await seconds(verifyLedger);
    const hour: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await admin.query(anHour);
      hour.push(await seconds(verifyLedger));
    }
    const transfers = 2 * wallets * (settlesEach + 1);
    process.stdout.write(
      `${transfers} transfers; the first proof in pages ${first.toFixed(1)} s\n` +
        `SECONDS verify.full ${median(full).toFixed(1)}\nSECONDS verify.hour ${median(hour).toFixed(2)}\n`,
    );
  } finally {
    await database.close();
    await admin.end();
    await postgres.stop();
  }
}

const quiet = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nobody reads this log.
}

function refuse(disagreements: readonly unknown[]): void {
  if (disagreements.length > 0) throw new Error(JSON.stringify(disagreements.slice(0, 3)));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
