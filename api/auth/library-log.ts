import { format } from 'node:util';
import type { Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * The words that a library puts before what a request brought (addresses, queries, their parameters): everything from
 * the first sign that no sentence has is left out, so that neither content nor a line break gets into the log.
 */
function ownWords(message: unknown): string {
  const [words = ''] = /^[\w ,.'’#-]{0,80}/.exec(typeof message === 'string' ? message : '') ?? [];
  return words.trim() || 'no words of its own';
}

/** What is told of an error: its kind and the driver's code, never its text. */
function errorKind(error: unknown): { type: string; code?: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  if (error.cause instanceof Error) return errorKind(error.cause);
  const { code } = error as { code?: unknown };
  return { type: error.name, ...(typeof code === 'string' && { code: ownWords(code) }) };
}

/** A library's logger that writes into ours. */
export function libraryLog(log: Logger, part: string) {
  return (level: Level, message: string, ...about: unknown[]): void => {
    const error = about.find((value) => value instanceof Error);
    log[level]({ part, ...(error && { error: errorKind(error) }) }, ownWords(message));
  };
}

/** Sends what libraries write to the console into the log, as its lines: stdout holds JSON only. */
export function captureConsole(log: Logger, target: Console = console): void {
  const write = libraryLog(log, 'console');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    target[level] = (...said: unknown[]) => {
      write(level, format(said[0]), ...said.slice(1));
    };
  }
  target.log = target.info;
}
