import { z } from 'zod';
import { parseId } from '../../../domain/ids.ts';

/** `{id}` of a path: a public id outside, the UUID inside. What is no such id is not found. */
export const pathId = (prefix: 'ast' | 'job') =>
  z.object({
    id: z.string().transform((text, context) => {
      const uuid = parseId(prefix, text);
      if (uuid === null)
        context.addIssue({ code: 'custom', message: `must be an id (${prefix}_…)` });
      return uuid ?? '';
    }),
  });
