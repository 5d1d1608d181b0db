import type { ReactNode } from 'react';
import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import { useLocale, useWords } from '../../i18n/use-words.ts';
import { type ControlProps, inputClass } from './field-frame.tsx';
import { FormatNote } from './format-note.tsx';
import { Radio } from '../../ui/controls/radio-group.tsx';
import type { Choice, Field } from './schema.ts';
import { StyleMotif } from './style-motif.tsx';

type ChoiceField = Extract<Field, { choices: readonly Choice[] }>;

interface ChoiceProps extends ControlProps<ChoiceField> {
  /** A second line under a choice: what it costs or how large it gets. */
  detail?: (value: string | number) => string | undefined;
}

const segment =
  'flex items-center justify-center rounded-[5px] px-2 text-center font-medium text-text-2 hover:text-text aria-checked:bg-active aria-checked:text-text aria-checked:inset-ring aria-checked:inset-ring-line-strong';

function ChoiceRadio(
  props: ChoiceProps & { choice: Choice; className: string; children: ReactNode },
) {
  const { field, choice, value } = props;
  // The group is found by the one that the tab key reaches.
  const anchor = field.choices.find((each) => each.value === value) ?? field.choices[0];
  return (
    <Radio
      value={String(choice.value)}
      id={choice === anchor ? props.id : undefined}
      className={props.className}
    >
      {props.children}
    </Radio>
  );
}

/** Two to four short choices side by side. */
export function Segments(props: ChoiceProps) {
  const { field, detail } = props;
  const { locale } = useLocale();
  const long = field.choices.some(({ label }) => label[locale].length > 11);
  const columns =
    field.choices.length === 3 && !long
      ? 'grid-cols-3'
      : field.choices.length === 4 && !long
        ? 'grid-cols-4'
        : 'grid-cols-2';
  return (
    <div
      className={`grid gap-px rounded-control border border-line-strong p-0.5 ${columns} ${detail ? 'auto-rows-[minmax(3.25rem,auto)]' : 'auto-rows-[minmax(2.5rem,auto)] max-xl:auto-rows-[minmax(2.75rem,auto)]'}`}
    >
      {field.choices.map((choice) => (
        <ChoiceRadio key={choice.value} {...props} choice={choice} className={segment}>
          <span>
            {choice.label[locale]}
            {detail?.(choice.value) && (
              <span className="block text-meta font-normal text-text-2">
                {detail(choice.value)}
              </span>
            )}
          </span>
        </ChoiceRadio>
      ))}
    </div>
  );
}

/** Aspect ratios with their drawn shape, and what size comes out of the source. */
export function RatioChoices(
  props: ChoiceProps & { source: { width: number; height: number } | null },
) {
  return (
    <>
      <Ratios {...props} />
      <FormatNote format={props.value} source={props.source} />
    </>
  );
}

function Ratios(props: ChoiceProps) {
  const { field } = props;
  const { t, locale } = useWords('operations');
  return (
    <div className="grid grid-cols-2 gap-px rounded-control border border-line-strong p-0.5">
      {field.choices.map((choice) => {
        const ratio = String(choice.value);
        const own = choice.label[locale];
        return (
          <ChoiceRadio
            key={choice.value}
            {...props}
            choice={choice}
            className={`${segment} min-h-11 justify-start! gap-2.5 px-3 text-left!`}
          >
            <RatioShape ratio={ratio} />
            <span>
              {own === ratio ? t(`ratio.${ratio as '1:1'}`, { defaultValue: ratio }) : own}
            </span>
          </ChoiceRadio>
        );
      })}
    </div>
  );
}

function RatioShape({ ratio }: { ratio: string }) {
  const { width, height } = sizeOfFormat(ratio);
  const scale = 16 / Math.max(width, height);
  const [w, h] = [width * scale, height * scale];
  return (
    <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden className="flex-none">
      <rect
        x={(18 - w) / 2}
        y={(18 - h) / 2}
        width={w}
        height={h}
        rx={1.5}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
      />
    </svg>
  );
}

/** Styles as small pictures. */
export function StyleTiles(props: ChoiceProps) {
  const { field } = props;
  const { locale } = useLocale();
  return (
    <div className="grid grid-cols-3 gap-2">
      {field.choices.map((choice) => (
        <ChoiceRadio
          key={choice.value}
          {...props}
          choice={choice}
          className="grid gap-1.5 rounded-control border border-line p-1.5 pb-2 text-center text-dense text-text-2 hover:border-line-strong hover:text-text aria-checked:border-text aria-checked:bg-raised aria-checked:text-text"
        >
          <StyleMotif style={String(choice.value)} />
          {choice.label[locale]}
        </ChoiceRadio>
      ))}
    </div>
  );
}

/** Five and more choices. */
export function SelectControl({
  field,
  id,
  value,
  invalid,
  describedBy,
  onChange,
  onBlur,
}: ChoiceProps) {
  const { locale } = useLocale();
  return (
    <select
      id={id}
      value={String(value)}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onBlur={onBlur}
      onChange={(event) => {
        const chosen = field.choices.find((choice) => String(choice.value) === event.target.value);
        onChange(chosen?.value);
      }}
      className={`${inputClass} h-11`}
    >
      {field.choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label[locale]}
        </option>
      ))}
    </select>
  );
}
