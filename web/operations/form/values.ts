import type { Field } from './schema.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What is wrong with a field, in a form that each language can say. */
export type FieldError =
  | { readonly code: 'image' | 'choice' | 'required' | 'refused' | 'outputTooLarge' }
  | { readonly code: 'tooLong'; readonly max: number }
  | { readonly code: 'range'; readonly min: number; readonly max: number }
  | { readonly code: 'color'; readonly value: string };

export type FieldErrors = Readonly<Record<string, FieldError | undefined>>;

/** The defaults of every field. */
export function initialValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial]));
}

/** The input to send: what is set, without empty fields; the picture comes as its asset's id. */
export function inputOf(fields: readonly Field[], values: Values, asset: string | null): Values {
  const entries = fields.map((field): [string, unknown] => [
    field.name,
    field.control === 'asset' ? (asset ?? undefined) : values[field.name],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => !isEmpty(value)));
}

/** True for what counts as not filled in. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** The fault of one field, null when it may be sent. */
export function faultOf(
  field: Field,
  value: unknown,
  isColor: (text: string) => boolean,
): FieldError | null {
  if (isEmpty(value)) {
    if (!field.required) return null;
    return { code: emptyFault(field) };
  }
  if (field.control === 'text' || field.control === 'textarea') {
    const length = typeof value === 'string' ? value.length : 0;
    return field.max !== undefined && length > field.max
      ? { code: 'tooLong', max: field.max }
      : null;
  }
  if (field.control === 'slider' || field.control === 'number' || field.control === 'seed') {
    const min = field.min ?? -Infinity;
    const max = field.max ?? Infinity;
    const number = typeof value === 'number' ? value : NaN;
    const whole = field.step % 1 !== 0 || Number.isInteger(number);
    return number >= min && number <= max && whole ? null : { code: 'range', min, max };
  }
  if (field.control === 'colors') {
    const wrong = (value as string[]).find((color) => !isColor(color));
    return wrong === undefined ? null : { code: 'color', value: wrong };
  }
  return null;
}

/** What the server's code for a field means; its own message is for programs, in English. */
export function serverFault(field: Field, code: string): FieldError {
  if (code === 'output_too_large') return { code: 'outputTooLarge' };
  const { min = -Infinity, max = Infinity } = field as { min?: number; max?: number };
  const isText = field.control === 'text' || field.control === 'textarea';
  if (code === 'too_big' && isText && max < Infinity) return { code: 'tooLong', max };
  if (code === 'too_small' && isText) return { code: 'required' };
  if ((code === 'too_big' || code === 'too_small') && min > -Infinity && max < Infinity) {
    return { code: 'range', min, max };
  }
  return { code: 'refused' };
}

function emptyFault(field: Field): 'image' | 'choice' | 'required' {
  if (field.control === 'asset') return 'image';
  return 'choices' in field ? 'choice' : 'required';
}

/** How many of these fields differ from their defaults. */
export function countModified(fields: readonly Field[], values: Values): number {
  return fields.filter(({ name, initial }) => {
    const value = values[name];
    return isEmpty(value) ? !isEmpty(initial) : value !== initial;
  }).length;
}
