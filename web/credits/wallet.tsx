import { Coins } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import { useBalance } from './balance.ts';

/** What can be spent and, hatched, what running jobs hold. */
export function Wallet() {
  const { t, format } = useWords('credits');
  const balance = useBalance();
  const available = format.number(balance.available);
  const held = format.number(balance.held);
  return (
    <div
      role="group"
      aria-label={t('wallet', { available, held })}
      className="flex h-11 flex-none items-stretch overflow-hidden rounded-control border border-line bg-surface xl:h-9"
    >
      <span className="flex items-center gap-2 px-3 whitespace-nowrap">
        <Coins size={16} aria-hidden className="text-text-3" />
        <b className="font-semibold">{available}</b>
        <span className="text-text-2 max-sm:sr-only">
          {t('unit', { count: balance.available })}
        </span>
      </span>
      {balance.held > 0 && (
        <span className="flex items-center gap-2 border-l border-line px-3 whitespace-nowrap">
          <span className="hatch h-4 w-2.5 rounded-[2px]" aria-hidden />
          <b className="font-semibold">{held}</b>
          <span className="text-text-2 max-[24rem]:sr-only">
            {t('held', { count: balance.held })}
          </span>
        </span>
      )}
    </div>
  );
}
