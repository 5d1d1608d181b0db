import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../../operations/index.ts';
import { priceOf, priceRange } from './price.ts';

const pricesOf = (id: string) => catalogue.find((operation) => operation.id === id)?.prices ?? [];

describe('the price on the button', () => {
  test.each([
    ['text-to-design', {}, 5],
    ['smart-crop', {}, 1],
    ['background-removal', { mode: 'person' }, 1],
    ['upscale', { scale: 2 }, 2],
    ['upscale', { scale: 4 }, 4],
    ['extract-colors', { max_colors: 12 }, 0],
  ])('of %s with %j is %i', (id, input, credits) => {
    expect(priceOf(pricesOf(id), input)).toBe(credits);
  });

  test('is that of the most particular condition that holds', () => {
    const prices = [
      { credits: 1, when: {} },
      { credits: 9, when: { size: 'large', fast: true } },
      { credits: 3, when: { size: 'large' } },
    ];
    expect(priceOf(prices, { size: 'large', fast: false })).toBe(3);
    expect(priceOf(prices, { size: 'large', fast: true })).toBe(9);
  });

  test('ranges from the cheapest to the dearest on the badge', () => {
    expect(priceRange(pricesOf('upscale'))).toEqual({ min: 2, max: 4 });
  });
});
