import { Dices } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useWords } from '../../i18n/use-words.ts';
import { button } from '../../ui/controls/button.ts';
import { type ControlProps, inputClass } from './field-frame.tsx';
import type { Field } from './schema.ts';

type NumberField = Extract<Field, { step: number }>;
type Props = ControlProps<NumberField>;

const numberOf = (text: string) => (text === '' ? undefined : Number(text.replace(',', '.')));

/** A number that can be typed. */
export function NumberInput(props: Props) {
  const { field, id, value, invalid, describedBy, onChange, onBlur } = props;
  if (field.step % 1 !== 0) return <DecimalInput {...props} />;
  return (
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={field.min}
      max={field.max}
      step={field.step}
      value={typeof value === 'number' && !Number.isNaN(value) ? value : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onBlur={onBlur}
      onChange={(event) => {
        onChange(numberOf(event.target.value));
      }}
      className={`${inputClass} h-11 xl:h-9 coarse:h-11`}
    />
  );
}

/** Text, because a native number field writes the decimal mark of the browser's language, whatever the page's is. */
function DecimalInput({ field, id, value, invalid, describedBy, onChange, onBlur }: Props) {
  const { format } = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const written =
    typeof value === 'number' && !Number.isNaN(value)
      ? format.number(value, { useGrouping: false })
      : '';
  return (
    <input
      id={id}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      required={field.required}
      value={typed !== null && Object.is(numberOf(typed), value) ? typed : written}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onBlur={onBlur}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(numberOf(event.target.value));
      }}
      className={`${inputClass} h-11 xl:h-9 coarse:h-11`}
    />
  );
}

/** A slider, with the number beside it for those who know what they want. */
export function SliderControl(props: Props) {
  const { locale, format } = useLocale();
  const { field, value } = props;
  const number = typeof value === 'number' ? value : (field.min ?? 0);
  return (
    <div className="flex items-center gap-4">
      <input
        type="range"
        className="slider min-w-0 flex-1"
        aria-label={field.label[locale]}
        aria-valuetext={format.number(number)}
        min={field.min}
        max={field.max}
        step={field.step}
        value={number}
        onChange={(event) => {
          props.onChange(Number(event.target.value));
        }}
      />
      <div className="w-20 flex-none">
        <NumberInput {...props} />
      </div>
    </div>
  );
}

/** A seed: drawn by the server unless a number is kept. */
export function SeedControl(props: Props) {
  const { t } = useWords('operations');
  const kept = props.value !== undefined;
  return (
    <div className="flex gap-2">
      <NumberInput {...props} />
      <button
        type="button"
        className={button.neutral}
        onClick={() => {
          props.onChange(
            kept ? undefined : Math.floor(Math.random() * (props.field.max ?? 2 ** 31)),
          );
        }}
      >
        <Dices size={16} aria-hidden />
        {kept ? t('form.random') : t('form.keep')}
      </button>
    </div>
  );
}
