import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { NoAnswer, ProblemError } from './problem-error.ts';
import type { texts } from './texts.en.ts';

type KnownCode = keyof typeof texts.causes;

interface Cause {
  readonly code: string;
  /** Credits that were needed, and that were there. */
  readonly required?: number | undefined;
  readonly available?: number | undefined;
}

/** Why something failed and what to do next, without its cost. */
export function causeOf(t: TFunction<'problems'>, { code, required, available }: Cause): string {
  if (code === 'insufficient_credits' && (required === undefined || available === undefined)) {
    return t('tooFewCredits');
  }
  const codes: Readonly<Record<KnownCode, string>> = t('causes', { returnObjects: true });
  const known = Object.hasOwn(codes, code) ? (code as KnownCode) : 'other';
  return t(`causes.${known}`, { required: required ?? 0, available: available ?? 0 });
}

/** The same for a failure of a job, and for a request that got no result. */
export function useCauses() {
  const { t } = useWords('problems');
  return useMemo(
    () => ({
      causeOf: (cause: Cause) => causeOf(t, cause),
      causeOfError: (error: unknown): { text: string; requestId: string } => {
        if (error instanceof ProblemError) {
          return { text: causeOf(t, error.problem), requestId: error.problem.request_id };
        }
        const code = error instanceof NoAnswer ? 'network' : 'other';
        return { text: causeOf(t, { code }), requestId: '' };
      },
    }),
    [t],
  );
}
