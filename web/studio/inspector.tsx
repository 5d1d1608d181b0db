import { Aperture } from 'lucide-react';
import { type SyntheticEvent } from 'react';
import { FormFields } from '../operations/form/form-fields.tsx';
import { useWords } from '../i18n/use-words.ts';
import { AssetField } from '../assets/asset-field.tsx';
import { JobPanel } from './job-panel.tsx';
import { Refilled } from './run/run-again.tsx';
import { RunBar } from './run/run-bar.tsx';
import { RunFailure } from './run/run-failure.tsx';
import { currentFrame, type Studio } from './use-studio.ts';

/** The chosen tool's form, the current job's steps and, at the foot, the shutter. */
export function Inspector({ studio }: { studio: Studio }) {
  const { t } = useWords();
  const frame = currentFrame(studio);
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    void studio.run.submit();
  };
  return (
    <section
      aria-label={t('studio.settings')}
      className="border-line max-lg:border-t lg:col-start-3 lg:row-span-2 lg:row-start-1 lg:min-h-0 lg:border-l"
    >
      <form noValidate onSubmit={onSubmit} className="flex h-full min-h-0 flex-col">
        <div className="relative min-h-0 flex-1 md:max-lg:grid md:max-lg:grid-cols-2 lg:overflow-y-auto">
          <div className="p-4 lg:p-5">
            {studio.operation ? <ToolForm studio={studio} /> : <NoTool />}
          </div>
          <div id="steps" className="border-line max-md:border-t md:max-lg:border-l lg:border-t">
            <RunFailure studio={studio} />
            {frame && <JobPanel key={frame.job.id} studio={studio} frame={frame} />}
          </div>
        </div>
        {studio.operation && <RunBar studio={studio} operation={studio.operation} />}
      </form>
    </section>
  );
}

function NoTool() {
  const { t } = useWords();
  return (
    <div className="grid justify-items-start gap-2 py-2">
      <Aperture size={24} aria-hidden className="text-text-3" />
      <h2 className="font-display text-panel font-semibold">{t('studio.noTool')}</h2>
      <p className="text-text-2">{t('studio.noToolHint')}</p>
    </div>
  );
}

function ToolForm({ studio }: { studio: Studio }) {
  const { t, locale, format } = useWords();
  const { operation, form, picture } = studio;
  if (!operation) return null;
  return (
    <>
      <Refilled refills={studio.refills} />
      <h2 className="font-display text-panel font-semibold">{operation.name[locale]}</h2>
      <p className="mt-1 mb-4 text-dense text-text-2">
        {operation.description[locale]}{' '}
        {t('studio.usually', { duration: format.duration(operation.usual_duration_ms) })}
      </p>
      <FormFields
        key={operation.id}
        fields={form.fields}
        context={{
          values: form.values,
          prices: operation.prices,
          source: picture.asset ?? picture.source,
          errorOf: (name) => form.errors[name],
          onChange: form.set,
          onBlur: form.check,
          assetField: (field, error) => <AssetField studio={studio} field={field} error={error} />,
        }}
      />
    </>
  );
}
