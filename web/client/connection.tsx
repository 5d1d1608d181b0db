import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

interface Connection {
  /** Time of the last answer, when answers stopped coming; null while they come. */
  readonly lostSince: number | null;
  report: (answered: boolean) => void;
  /** Ends every pause now. */
  retry: () => void;
  /** Waits `ms`; for ever while the page is hidden; ends early on `retry`. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

const Context = createContext<Connection | null>(null);

export function ConnectionProvider({ children }: { children: ReactNode }) {
  const [lostSince, setLostSince] = useState<number | null>(null);
  const [wakers] = useState(() => new EventTarget());
  const lastAnswer = useRef(0);

  useEffect(() => {
    lastAnswer.current = Date.now();
    const wake = () => {
      if (!document.hidden) wakers.dispatchEvent(new Event('wake'));
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    };
  }, [wakers]);

  const connection = useMemo(
    (): Connection => ({
      lostSince,
      report: (answered) => {
        if (answered) lastAnswer.current = Date.now();
        setLostSince(answered ? null : lastAnswer.current);
      },
      retry: () => {
        wakers.dispatchEvent(new Event('wake'));
      },
      pause: (ms, signal) => pauseUntil(wakers, ms, signal),
    }),
    [lostSince, wakers],
  );
  return <Context.Provider value={connection}>{children}</Context.Provider>;
}

function pauseUntil(wakers: EventTarget, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      wakers.removeEventListener('wake', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(() => {
      if (!document.hidden) end();
    }, ms);
    wakers.addEventListener('wake', end);
    signal.addEventListener('abort', end);
  });
}

export function useConnection(): Connection {
  const connection = useContext(Context);
  if (!connection) throw new Error('useConnection outside its provider');
  return connection;
}
