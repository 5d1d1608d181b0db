import { z } from 'zod';
import { count } from '../http/contract/schemas.ts';

export const storageResource = z
  .object({
    used: count.meta({ description: 'Bytes that the files of all pictures weigh' }),
    limit: count.meta({ description: 'Bytes from which on nothing more is taken or made' }),
  })
  .meta({ id: 'Storage' });

export type Storage = z.infer<typeof storageResource>;
