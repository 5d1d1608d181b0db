import { z } from 'zod';

/** The JSON shapes of `/v1`: one schema each, from which the types, the answers' checks and the OpenAPI document come. */

const id = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`), `must be an id (${prefix}_…)`);
const time = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);
const freeForm = z.record(z.string(), z.unknown());

const assetId = id('ast').meta({ description: 'Public id of an asset' });
const jobId = id('job').meta({ description: 'Public id of a job' });

export const problemResource = z
  .object({
    type: z.string().describe('Path of the page that explains this problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The request id'),
    code: z.string().describe('Stable, for programs'),
    param: z.string().optional().describe('The first failing field'),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .describe('Every failing field'),
    request_id: z.string(),
    retryable: z.boolean(),
    doc_url: z.string(),
    required: count.optional().describe('Credits the job costs (402)'),
    available: count.optional().describe('Credits the wallet has (402)'),
    limit: count.optional().describe('What somebody has set (429)'),
    used: count.optional().describe('What of it is used up (429)'),
    resets_at: z.string().optional().describe('When it begins anew, ISO 8601 (429)'),
    accepted: z.array(z.string()).optional().describe('Mime types that are accepted (415, 422)'),
  })
  .meta({ id: 'Problem' });

const jobStatus = z
  .enum(['queued', 'running', 'canceling', 'succeeded', 'failed', 'canceled', 'expired'])
  .meta({ id: 'JobStatus', description: 'More may be added: tolerate values you do not know.' });

const jobStage = z
  .enum(['accepted', 'reserved', 'working', 'storing', 'settled'])
  .meta({ id: 'JobStage' });

const jobAssetResource = z
  .object({
    id: assetId,
    role: z.string().describe('`result`, `mask`, …'),
    mime_type: z.string(),
    width: count,
    height: count,
    bytes: count,
    sha256: z.string(),
    url: z.string(),
    thumbnail_url: z.string(),
  })
  .meta({ id: 'JobAsset' });

export const jobResource = z
  .object({
    id: jobId,
    object: z.literal('job'),
    operation: z.string(),
    status: jobStatus,
    progress: z.object({
      percent: z.number().min(0).max(100),
      stage: jobStage,
      steps: z.array(
        z.object({ stage: jobStage, started_at: time, duration_ms: count.nullable() }),
      ),
    }),
    queue_position: count.nullable(),
    input: freeForm.describe('As given, with the defaults filled in'),
    output: z.object({ assets: z.array(jobAssetResource), data: freeForm }).nullable(),
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        retryable: z.boolean(),
        required: count.optional().describe('Credits, when they were missing'),
        available: count.optional().describe('Credits, when they were missing'),
      })
      .nullable(),
    credits: z.object({ held: count, charged: count, refunded: count }),
    attempts: count,
    provider: z.string().nullable(),
    engine: z.string().nullable(),
    cached: z.boolean(),
    duration_ms: count.nullable(),
    replay_of: jobId.nullable(),
    metadata: freeForm,
    created_at: time,
    started_at: time.nullable(),
    completed_at: time.nullable(),
    expires_at: time.nullable(),
    urls: z.object({ self: z.string(), cancel: z.string() }),
  })
  .meta({ id: 'Job' });

export const assetResource = z
  .object({
    id: assetId,
    object: z.literal('asset'),
    mime_type: z.string(),
    width: count,
    height: count,
    bytes: count,
    sha256: z.string(),
    url: z.string(),
    thumbnail_url: z.string(),
    job: jobId.nullable(),
    made: z
      .object({
        provider: z.string(),
        engine: z.string(),
        engine_version: z.string(),
        parameters: freeForm,
      })
      .nullable(),
    created_at: time,
  })
  .meta({ id: 'Asset' });

const localized = z.object({ en: z.string(), fr: z.string() });

export const operationResource = z
  .object({
    id: z.string(),
    object: z.literal('operation'),
    version: z.int(),
    name: localized,
    description: localized,
    icon: z.string(),
    prices: z.array(z.object({ credits: count, when: freeForm })),
    accepts: z.array(z.string()),
    output: z.enum(['image', 'data']),
    input_schema: freeForm.describe('JSON Schema 2020-12'),
    usual_duration_ms: count,
  })
  .meta({ id: 'Operation' });

export const balanceResource = z
  .object({ posted: count, held: count, available: count })
  .meta({ id: 'Balance' });

export const ledgerEntryResource = z
  .object({
    id: z.string(),
    object: z.literal('ledger_entry'),
    kind: z.string().describe('`grant`, `settle`, …'),
    amount: z.int().describe('Signed; all of them sum to `posted`'),
    balance_after: count,
    job: jobId.nullable(),
    created_at: time,
  })
  .meta({ id: 'LedgerEntry' });

/** A page of a list, newest first; `next_cursor` goes back as `cursor` and is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

export interface Page<Item> {
  object: 'list';
  data: Item[];
  has_more: boolean;
  next_cursor: string | null;
}
export type Problem = z.infer<typeof problemResource>;
export type JobStatus = z.infer<typeof jobStatus>;
export type JobStage = z.infer<typeof jobStage>;
export type JobAssetResource = z.infer<typeof jobAssetResource>;
export type JobResource = z.infer<typeof jobResource>;
export type AssetResource = z.infer<typeof assetResource>;
export type OperationResource = z.infer<typeof operationResource>;
export type Balance = z.infer<typeof balanceResource>;
export type LedgerEntryResource = z.infer<typeof ledgerEntryResource>;
