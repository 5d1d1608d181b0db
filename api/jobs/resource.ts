import { z } from 'zod';
import { jobStages, jobStatuses } from '../../domain/job-status.ts';
import { assetId, count, freeForm, jobId, time } from '../http/contract/schemas.ts';

const jobStatus = z
  .enum(jobStatuses)
  .meta({ id: 'JobStatus', description: 'More may be added: tolerate values you do not know.' });

const jobStage = z.enum(jobStages).meta({ id: 'JobStage' });

const jobAssetResource = z
  .object({
    id: assetId,
    role: z.string().describe('`result`, `mask`, …'),
    file_name: z.string().describe('What it is called when it is saved'),
    mime_type: z.string(),
    width: count,
    height: count,
    bytes: count,
    sha256: z.string(),
    url: z.string(),
    preview_url: z
      .string()
      .describe('What a screen shows of it: at most 1280 pixels a side and 200 kB'),
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

export type JobAssetResource = z.infer<typeof jobAssetResource>;
export type JobResource = z.infer<typeof jobResource>;
