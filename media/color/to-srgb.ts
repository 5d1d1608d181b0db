import { bt2020ToSrgb, type ColorSpace } from './color-space.ts';
import { apply, diagonal, inverse, multiply, type Vector3 } from './matrix.ts';
import { hdrPeakNits, sdrWhiteNits } from './transfer.ts';

/** Interleaved samples: grey, grey with alpha, RGB or RGB with alpha; 8 bits a sample, or 16 of which `peak` is the most. */
export interface Samples {
  readonly data: Uint8Array | Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
  readonly peak: number;
}

/** Finer than a step of 8 bits at the dark end, where sRGB is steepest. */
const encodingSteps = 1 << 16;
/** Of 255: what a matrix may be off the identity and change nothing that 8 bits tell. */
const identityToleranceSteps = 0.5;
const identity = diagonal([1, 1, 1]);
const srgbToBt2020 = inverse(bt2020ToSrgb) ?? identity;

/**
 * The samples as 8-bit sRGB, RGB or RGBA; the alpha channel keeps its meaning. Colours are written over the samples (64
 * million pixels are not in memory twice). What sRGB cannot show is clipped in
 * each channel, as browsers do; high dynamic range is brought down before (`toneMapped`).
 */
export function toSrgb(samples: Samples, space: ColorSpace): Uint8Array {
  const { data, channels, peak } = samples;
  const grey = channels < 3;
  const alpha = channels % 2 === 0;
  const colors = grey ? 1 : 3;
  const [pixels, out] = [data.length / channels, alpha ? 4 : 3];
  const result = grey
    ? new Uint8Array(pixels * out)
    : new Uint8Array(data.buffer, data.byteOffset, pixels * out);
  if (!grey && peak === 255 && changesNothing(space)) return result;
  const convert = converter(space, peak, colors);
  for (let i = 0, from = 0, to = 0; i < pixels; i += 1, from += channels, to += out) {
    const opacity = alpha ? Math.round(((data[from + colors] ?? 0) * 255) / peak) : 0;
    convert(data, from, result, to);
    if (alpha) result[to + 3] = opacity;
  }
  // What 16 bits took goes as soon as nobody holds it.
  return data.BYTES_PER_ELEMENT > 1 && !grey ? result.slice() : result;
}

type Convert = (data: Uint8Array | Uint16Array, from: number, out: Uint8Array, to: number) => void;

/** A matrix that changes nothing is left out: then each channel is one look into a table. */
function converter(space: ColorSpace, peak: number, colors: 1 | 3): Convert {
  if (space.range !== 'sdr') return hdrConverter(space, peak, colors);
  if (colors === 1 || isIdentity(space)) return curveConverter(space, peak, colors);
  return matrixConverter(space, peak);
}

/** Whether 8 bits are the same ones afterwards: sRGB itself, and the profiles that say so. */
function changesNothing(space: ColorSpace): boolean {
  if (space.range !== 'sdr' || !isIdentity(space)) return false;
  return curveTables(space, 255).every((table) => table.every((shown, stored) => shown === stored));
}

function curveTables({ transfers }: ColorSpace, peak: number) {
  const tables = transfers.map((transfer) => {
    const table = new Uint8Array(peak + 1);
    for (let v = 0; v <= peak; v += 1) table[v] = encode(transfer(v / peak));
    return table;
  });
  return tables as [Uint8Array, Uint8Array, Uint8Array];
}

function curveConverter(space: ColorSpace, peak: number, colors: 1 | 3): Convert {
  const [r, g, b] = curveTables(space, peak);
  const [second, third] = colors === 1 ? [0, 0] : [1, 2];
  return (data, from, out, to) => {
    out[to] = r[data[from] ?? 0] ?? 0;
    out[to + 1] = g[data[from + second] ?? 0] ?? 0;
    out[to + 2] = b[data[from + third] ?? 0] ?? 0;
  };
}

function matrixConverter(space: ColorSpace, peak: number): Convert {
  const [r, g, b] = lightTables(space, peak);
  const encoded = encodingTable();
  const scale = encodingSteps - 1;
  // Plain numbers: the loop that follows runs once a pixel.
  const [[k0, k1, k2], [k3, k4, k5], [k6, k7, k8]] = multiply(
    diagonal([scale, scale, scale]),
    space.toSrgb ?? identity,
  );
  const step = (value: number) => (value <= 0 ? 0 : value >= scale ? scale : (value + 0.5) | 0);
  return (data, from, out, to) => {
    const red = r[data[from] ?? 0] ?? 0;
    const green = g[data[from + 1] ?? 0] ?? 0;
    const blue = b[data[from + 2] ?? 0] ?? 0;
    out[to] = encoded[step(k0 * red + k1 * green + k2 * blue)] ?? 0;
    out[to + 1] = encoded[step(k3 * red + k4 * green + k5 * blue)] ?? 0;
    out[to + 2] = encoded[step(k6 * red + k7 * green + k8 * blue)] ?? 0;
  };
}

/** Dimmed in the colours of BT.2020, where the brightest channel tells how much, and then taken to sRGB. */
function hdrConverter(space: ColorSpace, peak: number, colors: 1 | 3): Convert {
  const [r, g, b] = lightTables(space, peak);
  const wide = multiply(srgbToBt2020, space.toSrgb ?? identity);
  const [greenAt, blueAt] = colors === 1 ? [0, 0] : [1, 2];
  return (data, from, out, to) => {
    const stored = [r[data[from] ?? 0], g[data[from + greenAt] ?? 0], b[data[from + blueAt] ?? 0]];
    let light = apply(wide, stored as unknown as Vector3);
    if (space.range === 'hlg') light = scaled(light, hlgGain(light));
    const shown = apply(bt2020ToSrgb, scaled(light, toneGain(Math.max(...light))));
    out[to] = encode(shown[0]);
    out[to + 1] = encode(shown[1]);
    out[to + 2] = encode(shown[2]);
  };
}

function scaled([a, b, c]: Vector3, by: number): Vector3 {
  return [a * by, b * by, c * by];
}

/** The system gamma of HLG on its reference screen (ITU-R BT.2100-2, table 5): from the scene's light to the screen's. */
function hlgGain([red, green, blue]: Vector3): number {
  const luminance = 0.2627 * red + 0.678 * green + 0.0593 * blue;
  return Math.max(0, luminance) ** 0.2 * (hdrPeakNits / sdrWhiteNits);
}

/**
 * By how much light is dimmed so that `hdrPeakNits` becomes white: the curve that SMPTE ST 2094-50 and Chromium have for
 * pictures without instructions. Half as bright up to reference white, from there a parabola (a Bézier curve of second
 * degree) that reaches 1 at the peak. Its middle point is measured in Chromium 153, within half of 1/255.
 */
function toneGain(brightest: number): number {
  if (brightest <= 1) return 0.5;
  const peak = hdrPeakNits / sdrWhiteNits;
  if (brightest >= peak) return 1 / brightest;
  const [middle, height] = [1.68, 0.83];
  // x(t) = 1 + 2(middle − 1)t + (peak − 2 middle + 1)t² is solved for t.
  const [a, b, c] = [peak - 2 * middle + 1, 2 * (middle - 1), 1 - brightest];
  const t = (-b + Math.sqrt(b ** 2 - 4 * a * c)) / (2 * a);
  return (0.5 * (1 - t) ** 2 + 2 * height * t * (1 - t) + t ** 2) / brightest;
}

function lightTables(space: ColorSpace, peak: number) {
  const tables = space.transfers.map((transfer) => {
    const table = new Float32Array(peak + 1);
    for (let v = 0; v <= peak; v += 1) table[v] = transfer(v / peak);
    return table;
  });
  return tables as [Float32Array, Float32Array, Float32Array];
}

function encodingTable(): Uint8Array {
  const table = new Uint8Array(encodingSteps);
  for (let i = 0; i < encodingSteps; i += 1) table[i] = encode(i / (encodingSteps - 1));
  return table;
}

/** IEC 61966-2-1, in 8 bits. */
function encode(light: number): number {
  const v = Math.min(1, Math.max(0, light));
  return Math.round(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
}

/** Whether a primary's light stays where it is, as exactly as 8 bits can tell. */
function isIdentity({ toSrgb }: ColorSpace): boolean {
  const [should, is] = [identity.flat(), toSrgb?.flat()];
  return !is?.some((m, i) => Math.abs(m - (should[i] ?? 0)) * 255 >= identityToleranceSteps);
}
