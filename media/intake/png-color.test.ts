import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { descriptions, pngOf } from '../testing/color-files.ts';
import { readPngColor } from './png-color.ts';

const files = descriptions.map((said) => pngOf(said, { depth: 8, grey: false, alpha: false }));

test('what a PNG says of its colours is read from any file, however damaged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.nat(),
      (file, changes, cut) => {
        const damaged = Buffer.from(file.subarray(0, file.length - (cut % file.length)));
        for (const [at, value] of changes) damaged.writeUInt8(value, at % damaged.length);
        expect(Object.keys(readPngColor(damaged)).sort()).toEqual(['coded', 'described', 'icc']);
      },
    ),
    { numRuns: 500 },
  );
});
