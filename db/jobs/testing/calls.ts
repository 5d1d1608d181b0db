import type { Database } from '../../client.ts';
import { DatabaseError, type DatabaseErrorKind } from '../../errors.ts';
import { type Call, grantOf, heldFor, longAgo, providers, type Terms } from './commands.ts';
import type { Answer } from './moves.ts';

const raisable = new Set<DatabaseErrorKind>([
  'stale_run',
  'canceled',
  'insufficient_credits',
  'job_not_found',
  'grant_conflict',
]);

/** One organization of a test database, and the jobs that may come to be in it. */
export interface Studio {
  readonly database: Database;
  /** In the name of `atelier_system`. */
  readonly system: Database;
  readonly organizationId: string;
  readonly jobIds: readonly string[];
  readonly terms: readonly Terms[];
}

function acceptance({ jobIds, terms }: Studio, position: number): string {
  const asked = terms[position];
  if (!asked) throw new RangeError('a job without terms');
  const { prices, cacheKey, late } = asked;
  const links = providers.map((provider, link) => ({
    provider,
    model: 'any',
    priceCredits: prices[link],
  }));
  return JSON.stringify({
    job_id: jobIds[position],
    created_by: null,
    operation: 'upscale',
    operation_version: 1,
    input: {},
    plan: { links, reserveCredits: heldFor(asked), finishBy: '2999-01-01' },
    input_asset_id: null,
    cache_key: cacheKey,
    priority: 5,
    start_by: late ? longAgo : '2999-01-01',
    idempotency: { route: 'jobs', key: `job ${position}`, request_hash: '' },
  });
}

/** One picture or more, of bytes that other jobs deliver as well, in another order. */
function delivery({ organizationId }: Studio, { attemptId, pick }: Call): string {
  const blob = (sha256: string) => {
    const key = `org/${organizationId}/${sha256} of ${attemptId}`;
    return { sha256, bytes: 3, mime_type: 'image/png', key };
  };
  const image = (name: string) => {
    const files = { canonical: blob(name), thumbnail: blob(`small ${name}`) };
    return { role: 'result', width: 1, height: 1, ...files };
  };
  const images = [['a'], ['a', 'b'], ['b', 'a'], ['c', 'b', 'a']][pick % 4] ?? [];
  return JSON.stringify({ engine: 'e', engine_version: '1', data: {}, images: images.map(image) });
}

/** Nothing of ours does this: it is time that passes. The wallet first, as everybody who writes its lots. */
async function expire({ system, organizationId }: Studio): Promise<Answer> {
  await system.withOrganization(organizationId, async (tx) => {
    const values = [organizationId];
    await tx.query('select from wallets where organization_id = $1 for update', values);
    await tx.query(`update lots set expires_at = '${longAgo}' where organization_id = $1`, values);
  });
  return 'done';
}

type Says = (studio: Studio, call: Call) => [sql: string, ...values: unknown[]];

const statements: Record<Exclude<Call['type'], 'expire'>, Says> = {
  grant({ organizationId }, call) {
    const { key, kind, amount, expiresAt, cashMinor } = grantOf(call);
    const sql = '(select replayed from grant_credits($2, $3, $4, $5, $6, $7))';
    return [sql, organizationId, key, amount, kind, expiresAt, cashMinor];
  },
  accept: (studio, { job }) => ['accept_job($2)', acceptance(studio, job)],
  reserve: ({ jobIds }, { job, runId }) => ['reserve_job($2, $3)', jobIds[job], runId],
  begin: ({ jobIds }, { job, runId, link }) => [
    'begin_attempt($2, $3, $4)',
    ...[jobIds[job], runId, link],
  ],
  deliver: (studio, call) => [
    'deliver_attempt($2, $3, $4)',
    ...[call.attemptId, call.runId, delivery(studio, call)],
  ],
  fail: (_, { attemptId, runId }) => [`fail_attempt($2, $3, 'ambiguous', 'x')`, attemptId, runId],
  lose: (_, { attemptId, runId }) => ['lose_delivery($2, $3)', attemptId, runId],
  settle: ({ jobIds }, { job, runId, attemptId }) => [
    'settle_job($2, $3, $4)',
    ...[jobIds[job], runId, attemptId],
  ],
  void: ({ jobIds }, { job, runId, pick }) => [
    'void_job($2, $3, $4, $5)',
    ...[jobIds[job], runId, ...(pick % 2 === 0 ? ['failed', '{"code":"x"}'] : ['canceled', null])],
  ],
  cancel: ({ jobIds }, { job }) => ['request_cancel($2)', jobIds[job]],
};

type Raw = Readonly<Record<string, unknown>>;

/** What of an answer the model can know. */
const knowable: Partial<Record<Call['type'], (raw: Raw) => Answer>> = {
  accept: ({ outcome }) =>
    outcome === 'replayed' || outcome === 'in_flight' ? 'known' : String(outcome),
  begin: ({ id, delivery }) => ({ id, delivered: delivery !== null }),
  settle: ({ status, charged, provider, cached, error }) => {
    return { status, charged, provider, cached, error };
  },
};

/** Makes a call. Throws an error that its callers do not know. */
export async function ask(studio: Studio, call: Call): Promise<Answer> {
  if (call.type === 'expire') return await expire(studio);
  const [sql, ...values] = statements[call.type](studio, call);
  try {
    const raw = await studio.database.callAs<Raw | string | boolean | null>(
      studio.organizationId,
      sql,
      values,
    );
    if (typeof raw === 'boolean') return raw ? 'replayed' : 'new';
    if (raw === null || raw === '') return 'done';
    return typeof raw === 'string' ? raw : (knowable[call.type]?.(raw) ?? raw);
  } catch (error) {
    if (!(error instanceof DatabaseError && raisable.has(error.kind))) throw error;
    return { raised: error.kind, ...error.details };
  }
}
