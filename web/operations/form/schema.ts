import type { Localized } from '../../../domain/languages.ts';
import { isEmpty } from './values.ts';

/** What the studio reads of an input field's JSON Schema, our own keywords included. */
interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly anyOf?: readonly FieldSchema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: FieldSchema;
  readonly label?: Localized;
  readonly hint?: Localized;
  readonly options?: Readonly<Record<string, Localized>>;
  readonly control?: string;
}

export interface InputSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

export interface Choice {
  readonly value: string | number;
  readonly label: Localized;
}

interface Base {
  readonly name: string;
  readonly label: Localized;
  readonly hint: Localized | undefined;
  readonly required: boolean;
  /** Undefined when the field may stay empty. */
  readonly initial: unknown;
  /** Optional and without effect on the price: shown under "Advanced settings". */
  readonly advanced: boolean;
}

type ControlPart =
  | { readonly control: 'asset' | 'switch' }
  | {
      readonly control: 'segments' | 'priced' | 'aspect-ratio' | 'style' | 'select';
      readonly choices: readonly Choice[];
    }
  | {
      readonly control: 'slider' | 'number' | 'seed';
      readonly min: number | undefined;
      readonly max: number | undefined;
      readonly step: number;
    }
  | {
      readonly control: 'text' | 'textarea';
      /** Words of it are printed: the form shows which. */
      readonly printed?: boolean;
      readonly min: number;
      readonly max: number | undefined;
    }
  | { readonly control: 'colors'; readonly max: number };

/** One control of the form; every kind of field that the catalogue may hold has one. */
export type Field = Base & ControlPart;

const same = (text: string): Localized => ({ en: text, fr: text });

/**
 * The controls of an operation's form, in the order of its schema.
 * @param priced names of the fields that choose the price
 * @throws when a field's type has no control: nothing is silently hidden
 */
export function fieldsOf(schema: InputSchema, priced: ReadonlySet<string>): Field[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const required = (schema.required ?? []).includes(name) && field.default === undefined;
    const base: Base = {
      name,
      label: field.label ?? same(name),
      hint: field.hint,
      required,
      initial: field.default,
      advanced: !required && isEmpty(field.default) && !priced.has(name),
    };
    return { ...base, ...controlOf(name, field, priced.has(name)) };
  });
}

function controlOf(name: string, field: FieldSchema, priced: boolean): ControlPart {
  if (field.control === 'asset') return { control: 'asset' };
  if (field.type === 'boolean') return { control: 'switch' };
  const values = valuesOf(field);
  if (values) return choiceControl(field, values, priced);
  if (field.type === 'number' || field.type === 'integer') return numberControl(field);
  if (field.type === 'array' && field.control === 'colors') {
    return { control: 'colors', max: field.maxItems ?? 12 };
  }
  if (field.type === 'string') {
    const printed = field.control === 'printed';
    const long = (field.maxLength ?? 121) > 120 || field.control === 'text';
    return {
      ...(printed ? { printed } : {}),
      control: long ? 'textarea' : 'text',
      min: field.minLength ?? 0,
      max: field.maxLength,
    };
  }
  throw new Error(`The field "${name}" has no control: its type is ${field.type ?? 'unknown'}`);
}

function valuesOf(field: FieldSchema): readonly (string | number)[] | null {
  if (field.enum) return field.enum;
  if (field.const !== undefined) return [field.const];
  const constants = field.anyOf?.map((each) => each.const).filter((each) => each !== undefined);
  return constants && constants.length === field.anyOf?.length ? constants : null;
}

function choiceControl(
  field: FieldSchema,
  values: readonly (string | number)[],
  priced: boolean,
): ControlPart {
  const choices = values.map((value) => ({
    value,
    label: field.options?.[String(value)] ?? same(String(value)),
  }));
  if (field.control === 'aspect-ratio' || field.control === 'style') {
    return { control: field.control, choices };
  }
  if (priced) return { control: 'priced', choices };
  return { control: choices.length <= 4 ? 'segments' : 'select', choices };
}

function numberControl(field: FieldSchema): ControlPart {
  const { minimum: min, maximum: max } = field;
  const integer = field.type === 'integer';
  const range = min !== undefined && max !== undefined ? max - min : Infinity;
  const step = integer ? 1 : range <= 1 ? 0.05 : range / 100;
  if (field.control === 'seed') return { control: 'seed', min, max, step };
  const slider = range / step <= 100;
  return { control: slider ? 'slider' : 'number', min, max, step };
}
