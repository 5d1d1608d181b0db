import { WifiOff } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { useConnection, useWake } from '../client/connection.tsx';
import { request } from '../client/request.ts';
import { definiteProblem } from '../problems/problem-error.ts';

const askedEveryMs = 5_000;

/** One line under the header while the server does not answer; the page stays usable. */
export function OfflineBanner() {
  const { lostSince, wake } = useConnection();
  return (
    <div role="status" className="sticky top-14 z-20 short:max-lg:static">
      {lostSince !== null && <Banner lostSince={lostSince} onRetry={wake} />}
    </div>
  );
}

function Banner({ lostSince, onRetry }: { lostSince: number; onRetry: () => void }) {
  const { t, format } = useWords('shell');
  const [now, setNow] = useState(lostSince);
  useAsking();
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-warn-soft px-5 py-2 text-warn">
      <WifiOff size={18} aria-hidden />
      <strong className="font-semibold">{t('offline.title')}</strong>
      <span aria-live="off">
        {t('offline.text', { ago: format.ago(Math.max(0, now - lostSince)) })}
      </span>
      <button type="button" className={`${button.neutral} text-text`} onClick={onRetry}>
        {t('offline.retry')}
      </button>
    </div>
  );
}

/** Nobody else may be asking anything: without this a lost connection would never be found again. */
function useAsking(): void {
  const { report } = useConnection();
  const { refetch } = useQuery({
    queryKey: ['connection'],
    queryFn: async ({ signal }) => {
      const answered = await request('/v1/credits/balance', { signal }).then(
        () => true,
        (error: unknown) => definiteProblem(error) !== null,
      );
      if (!signal.aborted) report(answered);
      return answered;
    },
    staleTime: 0,
    gcTime: 0,
    refetchInterval: askedEveryMs,
  });
  useWake(
    useCallback(() => {
      void refetch();
    }, [refetch]),
  );
}
