import { uuidv7 } from '../../uuidv7.ts';
import type { TestDatabase } from '../../testing/test-database.ts';

interface Outcome {
  status: string;
  charged: number;
  cached: boolean;
  error: string | null;
}

interface Accept {
  credits?: number;
  cacheKey?: string;
  key?: string;
  body?: string;
  startBy?: Date;
}

const blob = (sha256: string, key: string) => ({ sha256, bytes: 3, mime_type: 'image/png', key });

function acceptance(options: Accept): string {
  const { credits = 2, cacheKey = uuidv7(), startBy = new Date(Date.now() + 1e6) } = options;
  return JSON.stringify({
    job_id: uuidv7(),
    created_by: null,
    operation: 'upscale',
    operation_version: 1,
    input: { scale: 2 },
    plan: {
      links: [
        { provider: 'local', model: 'esrgan-slim', priceCredits: credits },
        { provider: 'local', model: 'lanczos3', priceCredits: Math.max(0, credits - 1) },
      ],
      reserveCredits: credits,
      finishBy: new Date(Date.now() + 2e6),
    },
    input_asset_id: null,
    cache_key: cacheKey,
    priority: 5,
    start_by: startBy,
    idempotency: options.key
      ? { route: 'jobs', key: options.key, request_hash: options.body ?? 'body' }
      : null,
  });
}

/**
 * The saga's steps in the name of one organization, the one that `fresh` made last or `inNameOf` named, and what they have written. The
 * database is asked for at each call: a test file has none before its `beforeAll`.
 */
export function stepsOf(db: () => TestDatabase) {
  let organization: string;

  async function fresh(credits: number): Promise<void> {
    organization = await db().organization();
    if (credits > 0) await grant(credits);
  }

  function inNameOf(organizationId: string): void {
    organization = organizationId;
  }

  const grant = (credits: number) =>
    db().database.query(
      `select * from grant_credits(organization_id => $1, key => $2, amount => $3, kind => 'promo', expires_at => null)`,
      [organization, uuidv7(), credits],
    );

  function read<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return db().database.withOrganization(organization, (tx) => tx.query<Row>(sql, values));
  }

  async function call<Answer>(sql: string, values: unknown[] = []): Promise<Answer> {
    const [row] = await read<{ answer: Answer }>(`select ${sql} as answer`, values);
    return row?.answer as Answer;
  }

  const accept = (options: Accept = {}) =>
    call<{ outcome: string; job_id: string }>('accept_job($1)', [acceptance(options)]);
  const reserve = (job: string, run: string) => call<Outcome>('reserve_job($1, $2)', [job, run]);
  const cancel = (job: string) => call<string>('request_cancel($1)', [job]);
  const voidJob = (job: string, run: string, status: string, code: string | null) =>
    call<Outcome>('void_job($1, $2, $3, $4)', [job, run, status, code && JSON.stringify({ code })]);
  const begin = (job: string, run: string, link = 0) =>
    call<{ id: string; delivery: unknown }>('begin_attempt($1, $2, $3)', [job, run, link]);
  const settle = (job: string, run: string, attempt: string) =>
    call<Outcome & { redundant: string[] }>('settle_job($1, $2, $3)', [job, run, attempt]);

  /** Begins an attempt and delivers one picture; answers the attempt's id. */
  async function deliver(
    job: string,
    run: string,
    link = 0,
    sha = uuidv7(),
    data: object = { a: 1 },
  ): Promise<string> {
    const { id } = await begin(job, run, link);
    const image = {
      role: 'result',
      width: 1,
      height: 1,
      canonical: blob(sha, `org/${organization}/k/${id}`),
      thumbnail: blob(`t${sha}`, `org/${organization}/t/${id}`),
    };
    const delivery = { engine: 'e', engine_version: '1', data, images: [image] };
    await call('deliver_attempt($1, $2, $3)', [id, run, JSON.stringify(delivery)]);
    return id;
  }

  /** What the wallet has, and what of that is held. */
  async function wallet(): Promise<[number, number]> {
    const [row] = await read<{ posted: number; held: number }>('select * from balances');
    return [row?.posted ?? 0, row?.held ?? 0];
  }

  async function row(job: string): Promise<Record<string, unknown>> {
    const sql = 'select * from jobs where id = $1';
    const [found] = await read<Record<string, unknown>>(sql, [job]);
    return found ?? {};
  }

  /** The events of a job, oldest first. */
  async function kinds(job: string): Promise<string[]> {
    const sql = 'select kind from events where job_id = $1 order by id';
    const rows = await read<{ kind: string }>(sql, [job]);
    return rows.map(({ kind }) => kind);
  }

  const said = { read, call, wallet, row, kinds };
  return {
    fresh,
    inNameOf,
    grant,
    accept,
    reserve,
    cancel,
    voidJob,
    begin,
    settle,
    deliver,
    ...said,
  };
}
