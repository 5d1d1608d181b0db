import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FieldControl, type FieldContext } from './field-control.tsx';
import type { Field } from './schema.ts';
import { countModified } from './values.ts';

/** Every field of an operation; the optional ones without effect on the price wait behind a fold. */
export function FormFields({
  fields,
  context,
}: {
  fields: readonly Field[];
  context: FieldContext;
}) {
  const { t } = useTranslation('operations');
  const advanced = fields.filter((field) => field.advanced);
  const modified = countModified(advanced, context.values);
  return (
    <div className="grid gap-4">
      {fields
        .filter((field) => !field.advanced)
        .map((field) => (
          <FieldControl key={field.name} field={field} context={context} />
        ))}
      {advanced.length > 0 && (
        <details className="group">
          <summary className="flex min-h-11 list-none items-center gap-2 text-dense font-medium text-text-2 hover:text-text">
            <ChevronRight
              size={16}
              aria-hidden
              className="transition-transform duration-100 group-open:rotate-90"
            />
            {t('form.advanced')}
            {modified > 0 && (
              <span className="font-normal text-text-2">
                {t('form.modified', { count: modified })}
              </span>
            )}
          </summary>
          <div className="grid gap-4 pt-2">
            {advanced.map((field) => (
              <FieldControl key={field.name} field={field} context={context} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}
