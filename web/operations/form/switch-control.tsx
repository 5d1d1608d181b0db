import { useWords } from '../../i18n/use-words.ts';
import type { ControlProps } from './field-frame.tsx';

/** On or off, in one line with its name. */
export function SwitchControl({ field, id, value, describedBy, onChange }: ControlProps) {
  const { locale } = useWords();
  return (
    <label
      htmlFor={id}
      className="flex min-h-11 items-center justify-between gap-4 text-dense font-medium xl:min-h-8"
    >
      {field.label[locale]}
      <span className="relative h-6 w-10 flex-none">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={value === true}
          aria-checked={value === true}
          aria-describedby={describedBy}
          onChange={(event) => {
            onChange(event.target.checked);
          }}
          className="peer absolute inset-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-active checked:border-text checked:bg-text"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-1 left-1 size-4 rounded-full bg-text-2 transition-transform duration-100 peer-checked:translate-x-4 peer-checked:bg-bg"
        />
      </span>
    </label>
  );
}
