import { z } from 'zod';
import type { Operation } from '../../operations/operation.ts';
import type { OperationResource } from './resource.ts';

/** A catalogue entry as the API shows it; forms are drawn from its `input_schema`. */
export function renderOperation(operation: Operation): OperationResource {
  return {
    id: operation.id,
    object: 'operation',
    version: operation.version,
    name: operation.name,
    description: operation.description,
    icon: operation.icon,
    prices: operation.prices.map(({ credits, when }) => ({ credits, when: { ...when } })),
    accepts: [...operation.accepts],
    output: operation.output,
    input_schema: z.toJSONSchema(operation.input, { io: 'input' }),
    usual_duration_ms: operation.usualDurationMs,
  };
}
