import { jobs } from './en/jobs.ts';
import { shell } from './en/shell.ts';
import { studio } from './en/studio.ts';

/** Every text in English, which sets the keys. */
export const en = { ...shell, ...studio, ...jobs } as const;
