import { useLocale } from '../../i18n/use-words.ts';
import { Switch } from '../../ui/controls/switch.tsx';
import type { ControlProps } from './field-frame.tsx';

/** On or off, in one line with its name. */
export function SwitchControl({ field, id, value, describedBy, onChange }: ControlProps) {
  const { locale } = useLocale();
  return (
    <label
      htmlFor={id}
      className="flex min-h-11 items-center justify-between gap-4 text-dense font-medium xl:min-h-8"
    >
      {field.label[locale]}
      <Switch id={id} checked={value === true} describedBy={describedBy} onChange={onChange} />
    </label>
  );
}
