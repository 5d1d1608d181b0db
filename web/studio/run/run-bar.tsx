import { Aperture, LoaderCircle } from 'lucide-react';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { isEmpty } from '../../operations/form/values.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useBalance } from '../../credits/balance.tsx';
import type { Studio } from '../use-studio.ts';

/** The shutter: the one orange thing, which names the exact price. */
export function RunBar({ studio, operation }: { studio: Studio; operation: OperationResource }) {
  const { t, locale, format, price, credits } = useWords();
  const { balance } = useBalance();
  const { form, run } = studio;
  const cost = form.priceCredits;
  const verb = operation.accepts.length > 0 ? t('run.process') : t('run.generate');
  const emptyText = form.fields.find(
    (field) =>
      field.required &&
      (field.control === 'textarea' || field.control === 'text') &&
      isEmpty(form.values[field.name]),
  );
  const busy = run.state !== 'idle';
  return (
    <div className="border-line bg-bg p-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-16 max-lg:border-t max-lg:pb-[calc(12px+env(safe-area-inset-bottom))] lg:border-t lg:px-5">
      <button
        type="submit"
        aria-label={t('run.name', {
          verb,
          price: cost === 0 ? t('credits.freeName') : credits(cost),
        })}
        aria-disabled={emptyText !== undefined || undefined}
        aria-busy={busy || undefined}
        aria-describedby="run-note"
        className="flex min-h-12 w-full items-stretch overflow-hidden rounded-control bg-shutter text-card font-semibold text-on-shutter transition-colors duration-100 hover:bg-shutter-hover active:translate-y-px"
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
            ? t(run.state === 'uploading' ? 'run.afterUpload' : 'run.sending')
            : emptyText
              ? t('run.missing', { field: emptyText.label[locale] })
              : t(cost === 0 ? 'run.promiseFree' : 'run.promise')}
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
