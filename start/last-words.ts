import { EnvError } from '../env.ts';
import { DataFolderError } from './data/data-folder.ts';
import { PortError } from './processes/ports.ts';

/** What is said of an error that ends a program: a line where people can mend it, else where in the code it arose. */
export function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople = [EnvError, DataFolderError, PortError].some((kind) => error instanceof kind);
  return forPeople || 'syscall' in error ? error.message : (error.stack ?? error.message);
}
