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
  /** Says whether the server answered. */
  report: (answered: boolean) => void;
  /** Has everything that waits asked again now. */
  wake: () => void;
}

interface Provided extends Connection {
  readonly wakes: EventTarget;
}

const Context = createContext<Provided | null>(null);

export function ConnectionProvider({ children }: { children: ReactNode }) {
  const [lostSince, setLostSince] = useState<number | null>(null);
  const [wakes] = useState(() => new EventTarget());
  const lastAnswer = useRef(0);

  useEffect(() => {
    lastAnswer.current = Date.now();
    const wake = () => {
      if (!document.hidden) wakes.dispatchEvent(new Event('wake'));
    };
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    };
  }, [wakes]);

  const connection = useMemo(
    (): Provided => ({
      lostSince,
      report: (answered) => {
        if (answered) lastAnswer.current = Date.now();
        setLostSince(answered ? null : lastAnswer.current);
      },
      wake: () => {
        wakes.dispatchEvent(new Event('wake'));
      },
      wakes,
    }),
    [lostSince, wakes],
  );
  return <Context.Provider value={connection}>{children}</Context.Provider>;
}

/** Whether the server answers, and the ways to say so. */
export function useConnection(): Connection {
  return useProvided();
}

/** Calls back when somebody wants an answer now: the page is seen again, the network is back, or the button was pressed. */
export function useWake(onWake: () => void): void {
  const { wakes } = useProvided();
  useEffect(() => {
    wakes.addEventListener('wake', onWake);
    return () => {
      wakes.removeEventListener('wake', onWake);
    };
  }, [wakes, onWake]);
}

function useProvided(): Provided {
  const connection = useContext(Context);
  if (!connection) throw new Error('useConnection outside its provider');
  return connection;
}
