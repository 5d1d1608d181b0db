import { Coins } from 'lucide-react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { priceRange } from './price.ts';
import type { texts } from './texts.en.ts';
import { useWords } from '../i18n/use-words.ts';
import { Radio, RadioGroup } from '../ui/controls/radio-group.tsx';
import { OperationIcon } from './operation-icon.tsx';

/** The operations as one radio group: a column, a rail, or a row of tiles. */
export function Tools(props: {
  operations: readonly OperationResource[];
  /** The id of the chosen one. */
  chosen: string | null;
  onChoose: (operationId: string) => void;
}) {
  const { t } = useWords('studio');
  return (
    <section
      aria-labelledby="tools-title"
      className="border-line print:hidden max-lg:border-b lg:row-span-2 lg:overflow-y-auto lg:border-r"
    >
      <div className="hidden items-baseline justify-between px-5 pt-5 pb-2.5 xl:flex">
        <h2 id="tools-title" className="text-dense font-semibold">
          {t('tools')}
        </h2>
        <span className="text-meta text-text-3">{t('toolsPrice')}</span>
      </div>
      <RadioGroup
        value={props.chosen}
        onChoose={props.onChoose}
        label={t('tools')}
        className="flex gap-1 p-2 max-lg:flex-wrap lg:flex-col xl:px-3 xl:pt-0"
      >
        {props.operations.map((operation, index) => (
          <Tool key={operation.id} operation={operation} hue={index % 5} />
        ))}
      </RadioGroup>
    </section>
  );
}

interface ToolProps {
  operation: OperationResource;
  hue: number;
}

function Tool({ operation, hue }: ToolProps) {
  const { t, locale } = useWords('operations');
  const shorts = t('short', { returnObjects: true }) as unknown as Partial<
    Record<string, (typeof texts.short)[keyof typeof texts.short]>
  >;
  const name = operation.name[locale];
  return (
    <Radio
      label={name}
      describedBy={`tool-${operation.id} price-${operation.id}`}
      value={operation.id}
      className="group grid flex-auto justify-items-center gap-1 rounded-card px-1 py-2 text-center hover:bg-surface aria-checked:bg-surface aria-checked:inset-ring aria-checked:inset-ring-line lg:flex-none xl:min-h-15 xl:grid-cols-[2.25rem_minmax(0,1fr)_auto] xl:items-center xl:justify-items-stretch xl:gap-x-3 xl:px-2 xl:py-2.5 xl:text-left"
    >
      <span className={`tile tile-${hue} grid size-9 place-items-center rounded-control`}>
        <OperationIcon name={operation.icon} />
      </span>
      <span className="min-w-0 max-w-full text-text-2 group-aria-checked:text-text">
        <span className="hidden font-medium xl:block">{name}</span>
        <span aria-hidden className="block text-meta font-medium xl:hidden">
          {shorts[operation.id] ?? name}
        </span>
        <span
          id={`tool-${operation.id}`}
          className="hidden text-meta text-pretty text-text-3 xl:block"
        >
          {operation.description[locale]}
        </span>
      </span>
      <PriceBadge operation={operation} />
    </Radio>
  );
}

function PriceBadge({ operation }: { operation: OperationResource }) {
  const { t, format } = useWords('credits');
  const { min, max } = priceRange(operation.prices);
  const amount = min === max ? format.number(min) : `${format.number(min)}–${format.number(max)}`;
  return (
    <span
      id={`price-${operation.id}`}
      className="flex min-h-5.5 items-center gap-1 rounded-badge text-meta font-medium whitespace-nowrap text-text-2 xl:bg-surface xl:px-2 xl:inset-ring xl:inset-ring-line xl:group-aria-checked:bg-active xl:group-aria-checked:text-text"
    >
      {max === 0 ? (
        t('free')
      ) : (
        <>
          <Coins size={14} aria-hidden className="text-text-3" />
          {amount}
        </>
      )}
    </span>
  );
}
