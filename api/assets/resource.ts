import { z } from 'zod';
import { assetId, count, freeForm, jobId, time } from '../http/contract/schemas.ts';

export const assetResource = z
  .object({
    id: assetId,
    object: z.literal('asset'),
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

export type AssetResource = z.infer<typeof assetResource>;
