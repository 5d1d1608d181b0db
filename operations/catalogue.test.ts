import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { isModel } from '../activities/engines/models.ts';
import { catalogue } from './index.ts';
import type { FieldMeta, Operation, SourceSize } from './operation.ts';
import { upscale } from './upscale.ts';

const asset = `ast_${'0'.repeat(26)}`;

/** Inputs an operation must accept: what has no default is filled in. */
const minimal: Readonly<Record<string, Record<string, unknown>>> = {
  'text-to-design': { prompt: 'Fête' },
  'smart-crop': { asset, aspect_ratio: '1:1' },
  upscale: { asset },
  'background-removal': { asset },
  'extract-colors': { asset },
};

type Property = Record<string, unknown> & Partial<FieldMeta>;

function propertiesOf({ input }: Operation): [string, Property][] {
  const schema = z.toJSONSchema(input, { io: 'input' });
  return Object.entries(schema.properties ?? {}) as [string, Property][];
}

test('ids are unique and in the order of the shop window', () => {
  expect(catalogue.map(({ id }) => id)).toEqual([
    'text-to-design',
    'smart-crop',
    'upscale',
    'background-removal',
    'extract-colors',
  ]);
});

describe.each(catalogue.map((operation) => [operation.id, operation] as const))(
  '%s',
  (id, operation) => {
    const example = operation.input.parse(minimal[id]);

    test('speaks English and French everywhere', () => {
      const isLocalized = { en: expect.stringMatching(/\S/), fr: expect.stringMatching(/\S/) };
      expect(operation.name).toEqual(isLocalized);
      expect(operation.description).toEqual(isLocalized);
      for (const [name, property] of propertiesOf(operation)) {
        expect({ name, label: property.label }).toEqual({ name, label: isLocalized });
        for (const value of (property.enum as unknown[] | undefined) ?? []) {
          expect(property.options).toMatchObject({ [String(value)]: isLocalized });
        }
      }
    });

    test('refuses unknown fields, and says so in its JSON schema', () => {
      expect(operation.input.safeParse({ ...minimal[id], surprise: 1 }).success).toBe(false);
      expect(z.toJSONSchema(operation.input)).toMatchObject({
        type: 'object',
        additionalProperties: false,
      });
    });

    test.each(['a\0kite', 'half \ud83d'])('refuses %j in every text', (unstorable) => {
      for (const [name, property] of propertiesOf(operation)) {
        const value = property.type === 'array' ? [unstorable] : unstorable;
        const { success } = operation.input.safeParse({ ...minimal[id], [name]: value });
        expect([name, success]).toEqual([name, false]);
      }
    });

    test('has links to engines that exist, each at the price it names', () => {
      for (const price of operation.prices) {
        const input = operation.input.parse({ ...minimal[id], ...price.when });
        const links = operation.links(input, { width: 800, height: 600 });
        expect(links.length).toBeGreaterThan(0);
        for (const link of links) {
          expect(link).toMatchObject({ provider: 'local', priceCredits: price.credits });
          expect(isModel(link.model)).toBe(true);
          expect(link.timeoutMs).toBeGreaterThan(operation.usualDurationMs);
        }
      }
    });

    test('asks for a picture exactly when it accepts some', () => {
      expect('asset' in example).toBe(operation.accepts.length > 0);
    });
  },
);

describe('upscale', () => {
  const links = (source: SourceSize, scale: 2 | 4 = 2) =>
    upscale.links(upscale.input.parse({ asset, scale }), source).map(({ model }) => model);

  test('tries the larger network on small pictures, the smaller one up to 6 megapixels, Lanczos alone above', () => {
    expect(links({ width: 500, height: 300 })).toEqual(['esrgan-medium', 'lanczos3']);
    expect(links({ width: 501, height: 300 })).toEqual(['esrgan-slim', 'lanczos3']);
    expect(links({ width: 3000, height: 2000 })).toEqual(['esrgan-slim', 'lanczos3']);
    expect(links({ width: 3001, height: 2000 })).toEqual(['lanczos3']);
  });

  test('refuses a result of more than 64 MP, and nothing smaller', () => {
    const problemWith = (source: SourceSize, scale: 2 | 4) =>
      upscale.problemWith?.(upscale.input.parse({ asset, scale }), source)?.code ?? null;
    expect(problemWith({ width: 5000, height: 3225 }, 2)).toBeNull();
    expect(problemWith({ width: 5000, height: 3226 }, 2)).toBe('output_too_large');
    expect(problemWith({ width: 2500, height: 1612 }, 4)).toBeNull();
    expect(problemWith({ width: 2500, height: 1613 }, 4)).toBe('output_too_large');
  });
});

test('the colour scheme takes CSS colours and nothing else', () => {
  const design = catalogue.find(({ id }) => id === 'text-to-design');
  const accepts = (...color_scheme: string[]) =>
    design?.input.safeParse({ prompt: 'x', color_scheme }).success;
  expect(
    accepts(
      '#abc',
      '#AABBCC',
      'Crimson',
      'rgb(1, 2, 3)',
      'hsl(120deg 50% 50% / 20%)',
      'oklch(0.6 0.1 30)',
    ),
  ).toBe(true);
  for (const bad of ['', 'redd', '#12', 'url(x)', 'var(--x)', 'rgb(1)', 'red;', '<b>'])
    expect(accepts(bad)).toBe(false);
  expect(accepts(...Array.from({ length: 13 }, () => 'red'))).toBe(false);
});
