import { Aperture } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import type { FieldContext } from '../operations/form/field-control.tsx';
import { FormFields } from '../operations/form/form-fields.tsx';
import type { OperationForm } from '../operations/form/use-form.ts';

/** The chosen tool: what it does, and its form. */
export function ToolForm(props: {
  operation: OperationResource;
  form: OperationForm;
  source: FieldContext['source'];
  assetField: FieldContext['assetField'];
  /** Says where the settings came from. */
  note: ReactNode;
}) {
  const { t, locale, format } = useWords('studio');
  const { operation, form } = props;
  return (
    <>
      {props.note}
      <h2 className="font-display text-panel font-semibold">{operation.name[locale]}</h2>
      <p className="mt-1 mb-4 text-dense text-text-2">
        {operation.description[locale]}{' '}
        {t('usually', { duration: format.duration(operation.usual_duration_ms) })}
      </p>
      <FormFields
        key={operation.id}
        fields={form.fields}
        context={{
          values: form.values,
          prices: operation.prices,
          source: props.source,
          errorOf: (name) => form.errors[name],
          onChange: form.set,
          onBlur: form.check,
          assetField: props.assetField,
        }}
      />
    </>
  );
}

/** The same place before a tool is chosen. */
export function NoTool() {
  const { t } = useWords('studio');
  return (
    <div className="grid justify-items-start gap-2 py-2">
      <Aperture size={24} aria-hidden className="text-text-3" />
      <h2 className="font-display text-panel font-semibold">{t('noTool')}</h2>
      <p className="text-text-2">{t('noToolHint')}</p>
    </div>
  );
}
