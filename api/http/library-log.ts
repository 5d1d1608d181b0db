import type { Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * The words that a library puts before what a request brought (addresses, queries, their parameters): everything from
 * the first sign that no sentence has is left out, so that neither content nor a line break gets into the log.
 */
function ownWords(message: string): string {
  const [words = ''] = /^[\w ,.'’#-]{0,80}/.exec(message) ?? [];
  return words.trim() || 'no words of its own';
}

interface ErrorKind {
  readonly type: string;
  readonly code?: string;
  /** Where in the code it arose, innermost first. */
  readonly at?: readonly string[];
}

/** What is told of an error: its kind, the driver's code and the place, never its text. */
function errorKind(error: Error): ErrorKind {
  if (error.cause instanceof Error) return errorKind(error.cause);
  const { code } = error as { code?: unknown };
  const at = framesOf(error);
  return {
    type: ownWords(error.name),
    ...(typeof code === 'string' && { code: ownWords(code) }),
    ...(at.length > 0 && { at }),
  };
}

/** A stack begins with the text, which may look like a place itself; where it does not, nothing is told. */
function framesOf({ name, message, stack = '' }: Error): readonly string[] {
  const head = message === '' ? name : `${name}: ${message}`;
  if (!stack.startsWith(`${head}\n`)) return [];
  return stack
    .slice(head.length + 1)
    .split('\n', 5)
    .map((frame) => frame.trim());
}

/** A library's logger that writes into ours. */
export function libraryLog(log: Logger, part: string) {
  return (level: Level, message: string, ...about: unknown[]): void => {
    const error = about.find((value) => value instanceof Error);
    log[level]({ library: part, ...(error && { error: errorKind(error) }) }, ownWords(message));
  };
}

/**
 * The same for a library that looks at what visitors send: what it refuses is theirs to mend, and no line for whoever runs
 * the studio. Only what comes with an error is our own trouble.
 */
export function refusalLog(log: Logger, part: string): ReturnType<typeof libraryLog> {
  const write = libraryLog(log, part);
  return (level, message, ...about) => {
    const isOurs = level === 'debug' || about.some((value) => value instanceof Error);
    write(isOurs ? level : 'info', message, ...about);
  };
}

/** Sends what libraries write to the console into the log, as its lines: stdout holds JSON only. */
export function captureConsole(log: Logger, target: Console = console): void {
  const write = libraryLog(log, 'console');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    target[level] = (...said: unknown[]) => {
      write(level, typeof said[0] === 'string' ? said[0] : '', ...said);
    };
  }
  target.log = target.info;
}
