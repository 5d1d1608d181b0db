import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { iccProfiles } from '../testing/icc-profiles.ts';
import { readIccProfile } from './icc-profile.ts';
import { toSrgb } from './to-srgb.ts';

const all = Object.values(iccProfiles);

describe('a colour profile', () => {
  test('that is damaged anywhere ends nothing, and gives colours if it gives any', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.nat(),
        (profile, changes, cut) => {
          const damaged = Buffer.from(profile.subarray(0, profile.length - (cut % profile.length)));
          for (const [at, value] of changes) damaged.writeUInt8(value, at % damaged.length);
          const read = readIccProfile(damaged, 3);
          if (read.kind !== 'space') return;
          const data = Uint8Array.of(0, 60, 255, 255, 128, 1);
          expect(toSrgb({ data, channels: 3, peak: 255 }, read.space)).toHaveLength(6);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of one kind says nothing of pictures of another', () => {
    expect(readIccProfile(iccProfiles.grey, 3).kind).toBe('broken');
    expect(readIccProfile(iccProfiles.grey, 1).kind).toBe('space');
    expect(readIccProfile(iccProfiles.displayP3, 1).kind).toBe('space');
    expect(readIccProfile(iccProfiles.displayP3, 4).kind).toBe('broken');
  });

  test('with tables is left to a colour engine', () => {
    const tables = Buffer.from(iccProfiles.displayP3);
    tables.write('A2B0', 132, 'latin1');
    expect(readIccProfile(tables, 3).kind).toBe('table');
  });
});

test.each([1, 2, 3, 4] as const)(
  'samples of %i channels keep their size and opacity',
  (channels) => {
    const read = readIccProfile(iccProfiles.displayP3, channels < 3 ? 1 : 3);
    if (read.kind !== 'space') throw new Error('no space');
    const colors = channels < 3 ? 1 : 3;
    const pixel = [...Array<number>(colors).fill(65_535), ...(channels % 2 ? [] : [32_768])];
    const data = Uint16Array.from([...pixel, ...pixel]);
    const shown = [255, 255, 255, ...(channels % 2 ? [] : [128])];
    expect([...toSrgb({ data, channels, peak: 65_535 }, read.space)]).toEqual([...shown, ...shown]);
  },
);
