import { z } from 'zod';

const secondsMax = 60;

/** A wish to wait, as it will be honoured. */
interface Wait {
  readonly seconds: number;
  readonly headers: { readonly 'Preference-Applied': string };
}

/** Reads `wait=N` out of a Prefer header; null without one that makes sense. */
function preferredWait(header: string | undefined): Wait | null {
  const [, digits] = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?(?=$|[,;\s])/i.exec(header ?? '') ?? [];
  const seconds = Math.min(Number(digits ?? 0), secondsMax);
  return seconds > 0 ? { seconds, headers: { 'Preference-Applied': `wait=${seconds}` } } : null;
}

/** The `Prefer` header in a contract; a handler is given the wait that it asks for, or null. */
export const prefer = z
  .string()
  .optional()
  .transform(preferredWait)
  .describe(
    `\`wait=N\`: answer once the job has ended, at most N seconds later (max ${secondsMax})`,
  );
