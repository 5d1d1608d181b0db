import { converter, formatHex } from 'culori';

/** A colour in OKLab: equal distances look equally far apart. */
export type Lab = readonly [l: number, a: number, b: number];
/** 8-bit sRGB. */
export type Rgb = readonly [r: number, g: number, b: number];

const toOklab = converter('oklab');
const toOklch = converter('oklch');
const toHsl = converter('hsl');

const asCulori = ([r, g, b]: Rgb) => ({ mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 }) as const;
const round = (value: number, digits: number) => Number(value.toFixed(digits)) + 0;

export function labOf(rgb: Rgb): Lab {
  const { l, a, b } = toOklab(asCulori(rgb));
  return [l, a, b];
}

export function hexOf(rgb: Rgb): string {
  return formatHex(asCulori(rgb));
}

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Whole degrees and percent; a grey has hue 0. */
export function hslOf(rgb: Rgb): { h: number; s: number; l: number } {
  const { h = 0, s, l } = toHsl(asCulori(rgb));
  return { h: round(h, 0) % 360, s: round(s * 100, 0), l: round(l * 100, 0) };
}

/** Lightness and chroma to four digits, hue in degrees to one; a grey has hue 0. */
export function oklchOf(rgb: Rgb): { l: number; c: number; h: number } {
  const { l, c, h = 0 } = toOklch(asCulori(rgb));
  return { l: round(l, 4), c: round(c, 4), h: c < 0.002 ? 0 : round(h, 1) % 360 };
}

export function distanceSquared(x: Lab, y: Lab): number {
  return (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2 + (x[2] - y[2]) ** 2;
}
