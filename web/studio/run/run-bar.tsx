import { Aperture, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useBalance } from '../../credits/balance.ts';
import type { Free } from '../../jobs/use-free-answer.ts';
import type { Run } from './use-run.ts';
import { usePriceWords } from '../../credits/use-price-words.ts';

/** The shutter: the one orange thing, which names the exact price. */
export function RunBar(props: {
  operation: OperationResource;
  priceCredits: number;
  /** Why the form cannot be sent as it is. */
  hindrance: string | null;
  state: Run['state'];
  /** The same request is under way or was done before: pressing again shows that, and costs nothing. */
  free: Free;
  /** What came of the last press, when it became no job: wherever the page is scrolled to, it is read here. */
  refusal: ReactNode;
}) {
  const { t } = useWords(['studio', 'credits']);
  const { price, credits } = usePriceWords();
  const { operation, hindrance, free } = props;
  const cost = free ? 0 : props.priceCredits;
  const doing = operation.accepts.length > 0 ? t('run.process') : t('run.generate');
  const verb = free === 'running' ? t('run.running') : doing;
  const busy = props.state !== 'idle';
  return (
    <div className="border-line bg-bg p-4 print:hidden max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-16 max-lg:border-t max-lg:pb-[calc(12px+env(safe-area-inset-bottom))] lg:border-t lg:px-5 short:py-2 short:max-lg:flex short:max-lg:flex-wrap short:max-lg:items-center short:max-lg:gap-x-4">
      <div
        data-refusal
        className="-mx-4 -mt-4 max-h-[50dvh] overflow-y-auto empty:hidden lg:-mx-5 short:-mt-2 short:w-full"
      >
        {props.refusal}
      </div>
      <button
        type="submit"
        aria-label={t('run.name', {
          verb,
          price: cost === 0 ? t('credits:freeName') : credits(cost),
        })}
        aria-disabled={hindrance !== null || undefined}
        aria-busy={busy || undefined}
        aria-describedby="run-note"
        className="shutter flex min-h-12 w-full items-stretch short:max-lg:w-auto short:max-lg:flex-1 overflow-hidden rounded-control bg-shutter text-card font-semibold text-on-shutter transition-colors duration-100 hover:bg-shutter-hover active:translate-y-px"
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
      <RunNote cost={cost} hindrance={hindrance} free={free} state={props.state} />
    </div>
  );
}

/** Under the shutter: what stands in the way, what happens to the credits, and how many will be left. */
function RunNote(props: {
  cost: number;
  hindrance: string | null;
  free: Free;
  state: Run['state'];
}) {
  const { t, format } = useWords('studio');
  const { available } = useBalance();
  const { cost, state } = props;
  const words = () => {
    if (state !== 'idle') return t(state === 'uploading' ? 'run.afterUpload' : 'run.sending');
    if (props.hindrance !== null) return props.hindrance;
    if (cost > available) return t('run.short', { left: format.number(available) });
    return t(promiseOf(props.free, cost));
  };
  return (
    <p
      id="run-note"
      className="mt-2 flex justify-between gap-3 text-meta text-text-2 short:max-lg:mt-0"
    >
      <span>{words()}</span>
      {cost > 0 && available >= cost && state === 'idle' && (
        <span className="whitespace-nowrap">
          {t('run.left', { n: format.number(available - cost) })}
        </span>
      )}
    </p>
  );
}

function promiseOf(free: Free, cost: number) {
  if (free) return free === 'running' ? 'run.runningAlready' : 'run.storedAlready';
  return cost === 0 ? 'run.promiseFree' : 'run.promise';
}

/** Kept in the text, so that what is read aloud contains what is seen, but takes no room. */
function Unseen({ children }: { children: string }) {
  return <span className="text-[0px]">{children}</span>;
}
