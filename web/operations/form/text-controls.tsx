import { useWords } from '../../i18n/use-words.ts';
import { type ControlProps, inputClass } from './field-frame.tsx';
import type { Field } from './schema.ts';

type TextField = Extract<Field, { control: 'text' | 'textarea' }>;

/** How much of a long text is used, said from 80 % on. */
export function Counter({ field, value }: { field: TextField; value: unknown }) {
  const { t, format } = useWords('operations');
  const used = typeof value === 'string' ? value.length : 0;
  if (field.max === undefined || used < field.max * 0.8) return null;
  return (
    <span className="text-meta text-text-2">
      {t('form.counter', { used: format.number(used), max: format.number(field.max) })}
    </span>
  );
}

/** One line, or a text that grows to eight; Ctrl Enter runs. */
export function TextControl(props: ControlProps<TextField>) {
  const { field, value, onChange } = props;
  const shared = {
    id: props.id,
    value: typeof value === 'string' ? value : '',
    required: field.required,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    onBlur: props.onBlur,
  };
  if (field.control === 'text') {
    return (
      <input
        {...shared}
        className={`${inputClass} h-11`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    );
  }
  return (
    <textarea
      {...shared}
      rows={field.required ? 4 : 2}
      className={`${inputClass} field-sizing-content max-h-44 min-h-16 py-2.5`}
      onChange={(event) => {
        onChange(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.currentTarget.form?.requestSubmit();
        }
      }}
    />
  );
}
