import { TriangleAlert } from 'lucide-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Format } from '../../i18n/format.ts';
import { useLocale, useWords } from '../../i18n/use-words.ts';
import { RadioGroup } from '../../ui/controls/radio-group.tsx';
import type { Field } from './schema.ts';
import type { FieldError } from './values.ts';

/** What every control gets; `describedBy` names its hint or its error. */
export interface ControlProps<Of extends Field = Field> {
  field: Of;
  id: string;
  value: unknown;
  invalid: boolean;
  describedBy: string | undefined;
  onChange: (value: unknown) => void;
  onBlur: () => void;
}

export const controlId = (name: string) => `field-${name}`;
export const noteId = (name: string) => `note-${name}`;

/** What is wrong with a field. */
export function errorWords(error: FieldError, t: TFunction<'operations'>, format: Format): string {
  switch (error.code) {
    case 'range':
      return t('form.errors.range', {
        min: format.number(error.min),
        max: format.number(error.max),
      });
    case 'tooLong':
      return t('form.errors.tooLong', { max: format.number(error.max) });
    case 'color':
      return t('form.errors.color', { value: error.value });
    default:
      return t(`form.errors.${error.code}`);
  }
}

/** The hint under a control, replaced by its error. */
export function FieldNote({ field, error }: { field: Field; error: FieldError | undefined }) {
  const { t, locale, format } = useWords('operations');
  if (error) {
    const words = errorWords(error, t, format);
    return (
      <p id={noteId(field.name)} className="mt-2 flex gap-1.5 text-meta text-bad">
        <TriangleAlert size={14} aria-hidden className="mt-px" />
        {words}
      </p>
    );
  }
  if (!field.hint) return null;
  return (
    <p id={noteId(field.name)} className="mt-1.5 text-meta text-text-3">
      {field.hint[locale]}
    </p>
  );
}

/** Label above, control, hint under. */
export function LabelledField(props: {
  field: Field;
  error: FieldError | undefined;
  extra?: ReactNode;
  children: ReactNode;
}) {
  const { locale } = useLocale();
  return (
    <div>
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <label htmlFor={controlId(props.field.name)} className="text-dense font-medium">
          {props.field.label[locale]}
        </label>
        {props.extra}
      </div>
      {props.children}
      <FieldNote field={props.field} error={props.error} />
    </div>
  );
}

/** The same for a group of controls, which the label names. */
export function LabelledGroup(props: {
  field: Field;
  error: FieldError | undefined;
  /** What is chosen, when the controls are the choices of one. */
  radios?: { value: string | null; onChoose: (value: string) => void };
  children: ReactNode;
}) {
  const { locale } = useLocale();
  const { field } = props;
  const labelId = `label-${field.name}`;
  const names = { labelledBy: labelId, describedBy: noteId(field.name) };
  return (
    <div>
      <span id={labelId} className="mb-2 block text-dense font-medium">
        {field.label[locale]}
      </span>
      {props.radios ? (
        <RadioGroup className="outline-none" {...names} {...props.radios}>
          {props.children}
        </RadioGroup>
      ) : (
        <div role="group" aria-labelledby={labelId}>
          {props.children}
        </div>
      )}
      <FieldNote field={field} error={props.error} />
    </div>
  );
}

export const inputClass =
  'block w-full rounded-control border border-line-strong bg-surface px-3 text-base lg:text-body aria-invalid:border-bad';
