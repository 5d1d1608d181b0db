import type { JobResource } from '../../../api/jobs/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { pricedFields } from '../../operations/price.ts';
import { type Field, fieldsOf } from '../../operations/form/schema.ts';
import { isEmpty } from '../../operations/form/values.ts';
import { useWords } from '../../i18n/use-words.ts';

/** The settings a job ran with, in the catalogue's words. */
export function SettingsCard(props: {
  job: JobResource;
  operation: OperationResource | undefined;
}) {
  const { t, locale } = useWords('jobs');
  const { job, operation } = props;
  const fields = operation ? fieldsOf(operation.input_schema, pricedFields(operation.prices)) : [];
  const set = Object.entries(job.input).filter(
    ([name, value]) => name !== 'asset' && !isEmpty(value),
  );
  if (set.length === 0) return <p className="text-text-2">{t('job.noSettings')}</p>;
  return (
    <dl className="grid gap-x-8 gap-y-2.5 sm:grid-cols-2">
      {set.map(([name, value]) => {
        const field = fields.find((each) => each.name === name);
        return (
          <div key={name} className="flex justify-between gap-4 border-b border-line pb-2.5">
            <dt className="text-text-2">{field?.label[locale] ?? name}</dt>
            <dd className="min-w-0 text-right break-words">
              <Value field={field} value={value} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Value({ field, value }: { field: Field | undefined; value: unknown }) {
  const { t, locale, format } = useWords('jobs');
  if (typeof value === 'boolean') return value ? t('job.yes') : t('job.no');
  if (field && 'choices' in field) {
    const choice = field.choices.find((each) => each.value === value);
    if (choice) return choice.label[locale];
  }
  if (field?.control === 'asset')
    return <span className="font-mono text-edge">{String(value)}</span>;
  if (field?.control === 'seed') return String(value);
  if (typeof value === 'number') return format.number(value);
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
