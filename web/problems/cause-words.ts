import type { TFunction } from 'i18next';
import type { en } from '../i18n/en.ts';
import { NoAnswer, ProblemError } from './problem-error.ts';

type ErrorCode = keyof typeof en.errors;

interface Cause {
  readonly code: string;
  /** Credits that were needed, and that were there. */
  readonly required?: number | undefined;
  readonly available?: number | undefined;
}

/** Why something failed and what to do next, without its cost. */
export function causeOf(t: TFunction, { code, required, available }: Cause): string {
  if (code === 'insufficient_credits' && (required === undefined || available === undefined)) {
    return t('outcome.tooFewCredits');
  }
  const codes = t('errors', { returnObjects: true }) as unknown as Record<ErrorCode, string>;
  const known = Object.hasOwn(codes, code) ? (code as ErrorCode) : 'other';
  return t(`errors.${known}`, { required: required ?? 0, available: available ?? 0 });
}

/** The same for a request that got no result. */
export function causeOfError(t: TFunction, error: unknown): { text: string; requestId: string } {
  if (error instanceof ProblemError) {
    return { text: causeOf(t, error.problem), requestId: error.problem.request_id };
  }
  const code = error instanceof NoAnswer ? 'network' : 'other';
  return { text: causeOf(t, { code }), requestId: '' };
}
