import { z } from 'zod';
import { idPattern, type IdPrefix } from '../../../domain/ids.ts';

/** What the resources of every noun are made of. */
const id = (prefix: IdPrefix) => z.string().regex(idPattern(prefix), `must be an id (${prefix}_…)`);

export const time = z.string().meta({ format: 'date-time' });
export const count = z.int().min(0);
export const freeForm = z.record(z.string(), z.unknown());

export const assetId = id('ast').meta({ description: 'Public id of an asset' });
export const jobId = id('job').meta({ description: 'Public id of a job' });
