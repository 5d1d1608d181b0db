import { z } from 'zod';
import { count, freeForm } from '../http/contract/schemas.ts';

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

export type OperationResource = z.infer<typeof operationResource>;
