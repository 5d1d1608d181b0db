import { Aperture, LoaderCircle } from 'lucide-react';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useBalance } from '../../credits/balance.ts';
import type { Run } from './use-run.ts';
import { usePriceWords } from '../../credits/use-price-words.ts';

/** The shutter: the one orange thing, which names the exact price. */
export function RunBar(props: {
  operation: OperationResource;
  priceCredits: number;
  /** Why the form cannot be sent as it is. */
  hindrance: string | null;
  state: Run['state'];
}) {
  const { t, format } = useWords(['studio', 'credits']);
  const { price, credits } = usePriceWords();
  const balance = useBalance();
  const { operation, priceCredits: cost, hindrance } = props;
  const verb = operation.accepts.length > 0 ? t('run.process') : t('run.generate');
  const busy = props.state !== 'idle';
  return (
    <div className="border-line bg-bg p-4 print:hidden max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-16 max-lg:border-t max-lg:pb-[calc(12px+env(safe-area-inset-bottom))] lg:border-t lg:px-5">
      <button
        type="submit"
        aria-label={t('run.name', {
          verb,
          price: cost === 0 ? t('credits:freeName') : credits(cost),
        })}
        aria-disabled={hindrance !== null || undefined}
        aria-busy={busy || undefined}
        aria-describedby="run-note"
        className="shutter flex min-h-12 w-full items-stretch overflow-hidden rounded-control bg-shutter text-card font-semibold text-on-shutter transition-colors duration-100 hover:bg-shutter-hover active:translate-y-px"
      >
        <span className="flex flex-1 items-center gap-2.5 px-4">
          {busy ? (
            <LoaderCircle size={18} aria-hidden className="animate-spin" />
          ) : (
            <Aperture size={18} aria-hidden />
          )}
          {verb}
        </span>{' '}
        <span className="run-price flex items-center px-4 whitespace-nowrap">
          <Unseen>(</Unseen>
          {price(cost)}
          <Unseen>)</Unseen>
        </span>
      </button>
      <p id="run-note" className="mt-2 flex justify-between gap-3 text-meta text-text-2">
        <span>
          {busy
            ? t(props.state === 'uploading' ? 'run.afterUpload' : 'run.sending')
            : (hindrance ?? t(cost === 0 ? 'run.promiseFree' : 'run.promise'))}
        </span>
        {cost > 0 && balance.available >= cost && !busy && (
          <span className="whitespace-nowrap">
            {t('run.left', { n: format.number(balance.available - cost) })}
          </span>
        )}
      </p>
    </div>
  );
}

/** Kept in the text, so that what is read aloud contains what is seen, but takes no room. */
function Unseen({ children }: { children: string }) {
  return <span className="text-[0px]">{children}</span>;
}
