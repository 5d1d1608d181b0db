import { useTranslation } from 'react-i18next';

/** Data of a kind this page does not know, as it is. */
export function DataView({ data }: { data: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation('jobs');
  return (
    <dl
      aria-label={t('result.data')}
      className="m-auto grid max-w-xl grid-cols-[auto_1fr] gap-x-6 gap-y-2 rounded-card border border-line bg-surface p-5"
    >
      {Object.entries(data).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd className="font-mono text-dense break-words">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
