import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { catalogue } from '../../../operations/index.ts';
import { pricedFields } from '../price.ts';
import { type Field, fieldsOf, type InputSchema } from './schema.ts';

const schemaOf = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input' }) as InputSchema;

function formOf(id: string): Map<string, Field> {
  const operation = catalogue.find((each) => each.id === id);
  if (!operation) throw new Error(`No operation ${id}`);
  const fields = fieldsOf(schemaOf(operation.input), pricedFields(operation.prices));
  return new Map(fields.map((field) => [field.name, field]));
}

describe('the form of an operation', () => {
  test.each(catalogue.map((operation) => [operation.id, operation] as const))(
    'has one control for every parameter of %s',
    (id, operation) => {
      expect([...formOf(id).keys()]).toEqual(Object.keys(operation.input.shape));
    },
  );

  test.each([
    ['background-removal', 'asset', 'asset'],
    ['background-removal', 'mode', 'segments'],
    ['smart-crop', 'aspect_ratio', 'aspect-ratio'],
    ['upscale', 'scale', 'priced'],
    ['upscale', 'enhance_details', 'switch'],
    ['upscale', 'denoise_strength', 'slider'],
    ['extract-colors', 'max_colors', 'slider'],
    ['text-to-design', 'prompt', 'textarea'],
    ['text-to-design', 'style', 'style'],
    ['text-to-design', 'color_scheme', 'colors'],
    ['text-to-design', 'seed', 'seed'],
  ])('draws %s · %s as %s', (operation, name, control) => {
    expect(formOf(operation).get(name)?.control).toBe(control);
  });

  test('keeps required and priced fields out of the advanced settings', () => {
    const design = formOf('text-to-design');
    const advanced = [...design.values()].filter((field) => field.advanced);
    expect(advanced.map(({ name }) => name)).toEqual(['color_scheme', 'negative_prompt', 'seed']);
    expect(formOf('upscale').get('scale')?.advanced).toBe(false);
  });

  test('refuses a type it cannot draw instead of hiding it', () => {
    const schema = schemaOf(z.strictObject({ when: z.tuple([z.string(), z.number()]) }));
    expect(() => fieldsOf(schema, new Set())).toThrow('"when" has no control');
  });

  test('chooses select for five and more values', () => {
    const schema = schemaOf(z.strictObject({ size: z.enum(['a', 'b', 'c', 'd', 'e']) }));
    expect(fieldsOf(schema, new Set())[0]?.control).toBe('select');
  });
});
