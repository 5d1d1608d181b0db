import { jobs } from './fr/jobs.ts';
import { shell } from './fr/shell.ts';
import { studio } from './fr/studio.ts';
import type { Translation } from './translation.ts';

/** Every text in French. */
export const fr = { ...shell, ...studio, ...jobs } satisfies Translation;
