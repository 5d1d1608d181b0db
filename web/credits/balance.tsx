import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Balance } from '../../api/credits/resource.ts';
import { requestJson } from '../client/request.ts';

interface BalanceState {
  /** What the server said last, with credits just asked for already shown as held. */
  readonly balance: Balance;
  /** Shows credits as held before the server has answered. */
  hold: (credits: number) => void;
  /** Asks the server; its answer replaces everything shown. */
  refresh: () => Promise<Balance | null>;
}

const Context = createContext<BalanceState | null>(null);

export function BalanceProvider({ initial, children }: { initial: Balance; children: ReactNode }) {
  const [known, setKnown] = useState(initial);
  const [asked, setAsked] = useState(0);
  const newest = useRef(0);

  const refresh = useCallback(async () => {
    const turn = (newest.current += 1);
    const balance = await requestJson<Balance>('/v1/credits/balance').catch(() => null);
    // A slow answer to an older question must not overwrite a newer one.
    if (turn !== newest.current) return balance;
    setAsked(0);
    if (balance) setKnown(balance);
    return balance;
  }, []);

  const state = useMemo(
    (): BalanceState => ({
      balance: {
        posted: known.posted,
        held: known.held + asked,
        available: Math.max(0, known.available - asked),
      },
      hold: (credits) => {
        setAsked((before) => before + credits);
      },
      refresh,
    }),
    [known, asked, refresh],
  );
  return <Context.Provider value={state}>{children}</Context.Provider>;
}

export function useBalance(): BalanceState {
  const state = useContext(Context);
  if (!state) throw new Error('useBalance outside its provider');
  return state;
}
