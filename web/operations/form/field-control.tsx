import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react';
import { useLocale } from '../../i18n/use-words.ts';
import { RatioChoices, Segments, SelectControl, StyleTiles } from './choice-controls.tsx';
import { ColorList } from './color-controls.tsx';
import { controlId, FieldNote, LabelledField, LabelledGroup, noteId } from './field-frame.tsx';
import { NumberInput, SeedControl, SliderControl } from './number-controls.tsx';
import type { Price } from '../price.ts';
import { priceOf } from '../price.ts';
import type { Field } from './schema.ts';
import { SwitchControl } from './switch-control.tsx';
import { Counter, TextControl } from './text-controls.tsx';
import type { FieldError, Values } from './values.ts';
import { usePriceWords } from '../../credits/use-price-words.ts';

// Knows the letters of every font: only designs need them.
const PrintedNote = lazy(async () => ({
  default: (await import('./printed-note.tsx')).PrintedNote,
}));

function Printed(props: ComponentProps<typeof PrintedNote>) {
  return (
    <Suspense>
      <PrintedNote {...props} />
    </Suspense>
  );
}

export interface FieldContext {
  values: Values;
  prices: readonly Price[];
  source: { width: number; height: number } | null;
  errorOf: (name: string) => FieldError | undefined;
  onChange: (name: string, value: unknown) => void;
  onBlur: (field: Field) => void;
  /** Draws the field of the source picture. */
  assetField: (field: Field, error: FieldError | undefined) => ReactNode;
}

/** The control of one field: the only place that knows them all. */
export function FieldControl({ field, context }: { field: Field; context: FieldContext }) {
  const detail = usePriceDetail(field, context);
  const error = context.errorOf(field.name);
  const props = {
    id: controlId(field.name),
    value: context.values[field.name],
    invalid: error !== undefined,
    describedBy: error || field.hint ? noteId(field.name) : undefined,
    onChange: (value: unknown) => {
      context.onChange(field.name, value);
    },
    onBlur: () => {
      context.onBlur(field);
    },
  };
  const radios = radiosOf(field, props.value, props.onChange);
  const group = (control: ReactNode) => (
    <LabelledGroup field={field} error={error} radios={radios}>
      {control}
    </LabelledGroup>
  );
  const single = (control: ReactNode, extra?: ReactNode) => (
    <LabelledField field={field} error={error} extra={extra}>
      {control}
    </LabelledField>
  );

  switch (field.control) {
    case 'asset':
      return context.assetField(field, error);
    case 'switch':
      return (
        <div>
          <SwitchControl {...props} field={field} />
          <FieldNote field={field} error={error} />
        </div>
      );
    case 'segments':
      return group(<Segments {...props} field={field} />);
    case 'priced':
      return group(<Segments {...props} field={field} detail={detail} />);
    case 'aspect-ratio':
      return group(<RatioChoices {...props} field={field} source={context.source} />);
    case 'style':
      return group(<StyleTiles {...props} field={field} />);
    case 'select':
      return single(<SelectControl {...props} field={field} />);
    case 'slider':
      return single(<SliderControl {...props} field={field} />);
    case 'number':
      return single(<NumberInput {...props} field={field} />);
    case 'seed':
      return single(<SeedControl {...props} field={field} />);
    case 'text':
    case 'textarea':
      return single(
        <>
          <TextControl {...props} field={field} />
          {field.printed && <Printed prompt={props.value} style={context.values.style} />}
        </>,
        <Counter field={field} value={props.value} />,
      );
    case 'colors':
      return (
        <LabelledGroup field={field} error={error}>
          <ColorList {...props} field={field} />
        </LabelledGroup>
      );
  }
}

function radiosOf(field: Field, value: unknown, onChange: (value: unknown) => void) {
  const choices = 'choices' in field ? field.choices : [];
  const chosen = choices.find((choice) => choice.value === value);
  return {
    value: chosen ? String(chosen.value) : null,
    onChoose: (name: string) => {
      onChange(choices.find((choice) => String(choice.value) === name)?.value);
    },
  };
}

function usePriceDetail(field: Field, { values, prices, source }: FieldContext) {
  const { format } = useLocale();
  const { price } = usePriceWords();
  return (value: string | number) => {
    const cost = price(priceOf(prices, { ...values, [field.name]: value }));
    if (field.name !== 'scale' || !source || typeof value !== 'number') return cost;
    return `${format.pixels(source.width * value, source.height * value)} · ${cost}`;
  };
}
