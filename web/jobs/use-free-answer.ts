import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { hasEnded } from '../../domain/job-status.ts';
import type { Values } from '../operations/form/values.ts';
import type { QuoteResource } from '../../api/jobs/quote-resource.ts';
import type { Frame } from './frame.ts';
import { fetchQuote } from './job-requests.ts';

const settledAfterMs = 400;

/** Why a request costs nothing: it is under way already, or was done before; null when it costs its price. */
export type Free = 'running' | 'stored' | null;

const freeAnswers: Partial<Record<QuoteResource['answered_by'], Free>> = {
  running_job: 'running',
  stored_result: 'stored',
};

/**
 * Why this request would cost nothing, as the server says: it is asked once nobody is typing any more. Null until then.
 * @param input null while the form cannot be sent, and where nothing equal can be there
 */
export function useFreeAnswer(
  operation: string | undefined,
  input: Values | null,
  frames: readonly Frame[],
): Free {
  const asked = input && operation ? JSON.stringify({ operation, input }) : null;
  const settled = useSettled(asked);
  // What has come or ended meanwhile may be what answers.
  const ended = frames.filter(({ job }) => hasEnded(job.status)).length;
  const { data } = useQuery({
    queryKey: ['quotes', settled, frames.length, ended],
    queryFn: ({ signal }) =>
      fetchQuote(JSON.parse(settled ?? '{}') as Parameters<typeof fetchQuote>[0], signal),
    enabled: settled !== null,
    gcTime: 60_000,
  });
  return (settled === asked && data ? freeAnswers[data.answered_by] : null) ?? null;
}

function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, settledAfterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return settled;
}
