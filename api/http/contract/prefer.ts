import { z } from 'zod';

const secondsMax = 60;

/** The `Prefer` header in a contract. */
export const prefer = z
  .string()
  .optional()
  .describe(
    `\`wait=N\`: answer once the job has ended, at most N seconds later (max ${secondsMax})`,
  );

/** A wish to wait, as it will be honoured. */
export interface Wait {
  readonly seconds: number;
  readonly headers: { readonly 'Preference-Applied': string };
}

/** Reads `wait=N` out of a Prefer header; null without one that makes sense. */
export function preferredWait(header: string | undefined): Wait | null {
  const [, digits] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?(?=$|[,;\s])/i.exec(header ?? '') ?? [];
  const seconds = Math.min(Number(digits ?? 0), secondsMax);
  return seconds > 0 ? { seconds, headers: { 'Preference-Applied': `wait=${seconds}` } } : null;
}
