import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Balance } from '../../api/credits/resource.ts';
import { requestJson } from '../client/request.ts';

interface Known {
  /** What the server said last. */
  readonly balance: Balance;
  /** Credits just asked for, of which that answer cannot know. */
  readonly asked: number;
}

const balanceKey = ['balance'];

/** The cache's entry for a balance that the server has just told. */
export function loadedBalance(balance: Balance): readonly [typeof balanceKey, Known] {
  return [balanceKey, { balance, asked: 0 }];
}

/** What the server said last, with credits just asked for already shown as held. */
export function useBalance(): Balance {
  const { data } = useQuery({
    queryKey: balanceKey,
    // Without an answer nothing is known of what was asked for, either.
    queryFn: async ({ client }): Promise<Known> => {
      const before = client.getQueryData<Known>(balanceKey);
      const answer = requestJson<Balance>('/v1/credits/balance');
      const balance = await (before ? answer.catch(() => before.balance) : answer);
      return { balance, asked: 0 };
    },
    select: shown,
  });
  if (!data) throw new Error('useBalance outside the shell');
  return data;
}

function shown({ balance, asked }: Known): Balance {
  const { posted, held, available } = balance;
  return { posted, held: held + asked, available: Math.max(0, available - asked) };
}

/** What moves the balance on the screen. */
export function useBalanceChanges(): {
  /** Shows credits as held before the server has answered. */
  hold: (credits: number) => void;
  /** Asks the server; its newest answer replaces everything shown. */
  refresh: () => Promise<void>;
} {
  const cache = useQueryClient();
  return useMemo(
    () => ({
      hold: (credits) => {
        cache.setQueryData<Known>(
          balanceKey,
          (known) => known && { ...known, asked: known.asked + credits },
        );
      },
      refresh: () => cache.refetchQueries({ queryKey: balanceKey }),
    }),
    [cache],
  );
}
