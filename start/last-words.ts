import { EnvError } from '../env.ts';
import { DataFolderError } from './data-folder.ts';

/** What is said of an error that ends a program: a line where people can mend it, else where in the code it arose. */
export function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const mendable =
    error instanceof EnvError || error instanceof DataFolderError || 'syscall' in error;
  return mendable ? error.message : (error.stack ?? error.message);
}
