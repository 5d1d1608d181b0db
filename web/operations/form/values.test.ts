import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { catalogue } from '../../../operations/index.ts';
import { type Field, fieldsOf, type InputSchema } from './schema.ts';
import { countModified, faultOf, initialValues, inputOf, serverFault } from './values.ts';

const anyColor = () => true;

function fieldsFor(id: string) {
  const operation = catalogue.find((each) => each.id === id);
  if (!operation) throw new Error(`No operation ${id}`);
  return fieldsOf(z.toJSONSchema(operation.input, { io: 'input' }) as InputSchema, new Set());
}

function fieldNamed(id: string, name: string) {
  const field = fieldsFor(id).find((each) => each.name === name);
  if (!field) throw new Error(`No field ${name}`);
  return field;
}

describe('the values of a form', () => {
  test.each(catalogue.filter(({ accepts }) => accepts.length > 0).map(({ id }) => id))(
    'untouched, with a picture, lack nothing but what must be chosen: %s',
    (id) => {
      const fields = fieldsFor(id);
      const input = inputOf(fields, initialValues(fields), `ast_${'0'.repeat(26)}`);
      const parsed = catalogue.find((each) => each.id === id)?.input.safeParse(input);
      const missing = fields.filter(({ name, required }) => required && input[name] === undefined);
      expect(parsed?.success).toBe(missing.length === 0);
    },
  );

  test('are sent without what is empty, and with what is false or zero', () => {
    const fields = fieldsFor('text-to-design');
    const values = { prompt: 'Jazz', color_scheme: [], negative_prompt: ' ', seed: 0 };
    expect(inputOf(fields, values, null)).toEqual({ prompt: 'Jazz', seed: 0 });
  });

  test.each([
    ['text-to-design', 'prompt', ' ', { code: 'required' }],
    ['text-to-design', 'prompt', 'x'.repeat(1001), { code: 'tooLong', max: 1000 }],
    ['text-to-design', 'seed', -1, { code: 'range', min: 0, max: 2147483647 }],
    ['text-to-design', 'seed', 1.5, { code: 'range', min: 0, max: 2147483647 }],
    ['smart-crop', 'aspect_ratio', undefined, { code: 'choice' }],
    ['smart-crop', 'asset', undefined, { code: 'image' }],
    ['upscale', 'denoise_strength', 0.35, null],
    ['upscale', 'denoise_strength', 1.01, { code: 'range', min: 0, max: 1 }],
  ])('are blamed where they are wrong: %s · %s', (id, name, value, fault) => {
    expect(faultOf(fieldNamed(id, name), value, anyColor)).toEqual(fault);
  });

  test('name the colour that CSS does not know', () => {
    const field = fieldNamed('text-to-design', 'color_scheme');
    const fault = faultOf(field, ['#fff', 'blurple'], (color) => color.startsWith('#'));
    expect(fault).toEqual({ code: 'color', value: 'blurple' });
  });

  test('count as changed only when they differ from the defaults', () => {
    const fields = fieldsFor('text-to-design').filter((field) => field.advanced);
    expect(countModified(fields, initialValues(fields))).toBe(0);
    expect(countModified(fields, { ...initialValues(fields), seed: 7 })).toBe(1);
  });
});

describe('what the server complains about', () => {
  const fieldLike = (control: string, limits: object = {}) =>
    ({
      name: 'x',
      control,
      required: false,
      initial: '',
      label: {},
      ...limits,
    }) as unknown as Field;

  test.each([
    [fieldLike('textarea', { max: 2_000 }), 'too_big', { code: 'tooLong', max: 2_000 }],
    [fieldLike('textarea', { max: 2_000 }), 'too_small', { code: 'required' }],
    [fieldLike('slider', { min: 0, max: 1 }), 'too_big', { code: 'range', min: 0, max: 1 }],
    [fieldLike('slider', { min: 0, max: 1 }), 'too_small', { code: 'range', min: 0, max: 1 }],
    [fieldLike('segments'), 'output_too_large', { code: 'outputTooLarge' }],
    [fieldLike('segments'), 'invalid_value', { code: 'refused' }],
    [fieldLike('asset'), 'a_code_of_tomorrow', { code: 'refused' }],
  ])('is said in the reader’s words (%#)', (field, code, error) => {
    expect(serverFault(field, code)).toEqual(error);
  });
});
