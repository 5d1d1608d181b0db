import { z } from 'zod';
import type { Operation } from '../../operations/operation.ts';

/** One alternative for each operation, so that the document shows every parameter and no field goes unchecked. */
export function requestOf(catalogue: readonly Operation[]) {
  const [first, ...others] = catalogue.map((operation) =>
    z.strictObject({ operation: z.literal(operation.id), input: operation.input }),
  );
  if (!first) throw new Error('The catalogue is empty');
  return z.discriminatedUnion('operation', [first, ...others]);
}
