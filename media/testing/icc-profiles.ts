/** Three columns of XYZ, adapted to D50. */
type Primaries = readonly (readonly [number, number, number])[];

const displayP3: Primaries = [
  [0.51512, 0.2412, -0.00105],
  [0.29198, 0.69225, 0.04189],
  [0.1571, 0.06657, 0.78407],
];
const adobeRgb: Primaries = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
];
const srgb: Primaries = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
];

const ascii = (text: string) => Buffer.from(text, 'latin1');
const word = (value: number) => Buffer.from(Uint32Array.of(value).buffer).reverse();
const half = (value: number) => word(value).subarray(2);
const fixed = (value: number) => word(Math.round(value * 65_536) >>> 0);
const xyz = (column: readonly number[]) =>
  Buffer.concat([ascii('XYZ \0\0\0\0'), ...column.map(fixed)]);

/** The curve of sRGB as a formula, as a table, or a power. */
type Curve = 'formula' | 'table' | number;

function curve(of: Curve): Buffer {
  if (typeof of === 'number') {
    return Buffer.concat([ascii('curv\0\0\0\0'), word(1), half(Math.round(of * 256)), half(0)]);
  }
  if (of === 'formula') {
    const parameters = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed);
    return Buffer.concat([ascii('para\0\0\0\0\0\x03\0\0'), ...parameters]);
  }
  const light = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const values = Array.from({ length: 1_024 }, (_, i) => Math.round(light(i / 1_023) * 65_535));
  return Buffer.concat([ascii('curv\0\0\0\0'), word(1_024), ...values.map(half)]);
}

/** A small ICC profile of version 4 (ICC.1:2022): a matrix and three curves, or one curve of grey. */
function profile(space: 'RGB ' | 'GRAY', tags: readonly [string, Buffer][]): Buffer {
  const all: [string, Buffer][] = [
    ['cprt', ascii('text\0\0\0\0-\0\0\0')],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ...tags,
  ];
  let at = 132 + 12 * all.length;
  const table = all.map(([name, data]) => {
    const entry = Buffer.concat([ascii(name), word(at), word(data.length)]);
    at += data.length;
    return entry;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at);
  header.write('\x04\x40\0\0mntr' + space + 'XYZ ', 8, 'latin1');
  header.write('acsp', 36, 'latin1');
  Buffer.concat([0.9642, 1, 0.8249].map(fixed)).copy(header, 68);
  return Buffer.concat([header, word(all.length), ...table, ...all.map(([, data]) => data)]);
}

function rgbProfile([red = [], green = [], blue = []]: Primaries | number[][], of: Curve): Buffer {
  return profile('RGB ', [
    ['rXYZ', xyz(red)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(blue)],
    ['rTRC', curve(of)],
    ['gTRC', curve(of)],
    ['bTRC', curve(of)],
  ]);
}

export const iccProfiles = {
  displayP3: rgbProfile(displayP3, 'formula'),
  displayP3Table: rgbProfile(displayP3, 'table'),
  adobeRgb: rgbProfile(adobeRgb, 2.19921875),
  srgb: rgbProfile(srgb, 'table'),
  grey: profile('GRAY', [['kTRC', curve(1.8)]]),
} as const;
