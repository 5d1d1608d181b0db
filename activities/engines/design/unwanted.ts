import { converter, formatHex, inGamut } from 'culori';

/** Keeps the colours that a negative prompt names out of a design. Colours are opaque hex. */
export interface ColorFilter {
  /** Of colours that the customer asked for: all but those that are an unwanted one. */
  readonly asked: (colors: readonly string[]) => string[];
  /** Of colours that nobody asked for: all but those that could be called an unwanted one. */
  readonly own: (colors: readonly string[]) => string[];
  /** The colour itself, or the nearest one (OKLab) that is not unwanted, and suits where any does. */
  readonly nearest: (color: string, suits?: (color: string) => boolean) => string;
}

interface Tint {
  readonly hex: string;
  /** OKLCH: lightness and chroma 0–1 and 0–0.4, hue in degrees. */
  readonly l: number;
  readonly c: number;
  readonly h: number;
  /** OKLab: the same on straight axes. */
  readonly a: number;
  readonly b: number;
}

/** How far a name reaches: OKLCH hue in degrees, the rest in OKLCH units. */
interface Reach {
  readonly hue: number;
  readonly lightness: number;
  /** Below it a colour is a grey; the eye takes a dark one for black with more chroma than that. */
  readonly grey: number;
  readonly darkGrey: number;
  /** How far black, grey and white reach beyond their own lightness. */
  readonly overlap: number;
  /** A vivid name holds at every lightness: "red" is pink and burgundy too. */
  readonly anyLightness: boolean;
}

const exact: Reach = {
  hue: 18,
  lightness: 0.1,
  grey: 0.03,
  darkGrey: 0.06,
  overlap: 0,
  anyLightness: false,
};
const wide: Reach = {
  hue: 32,
  lightness: 0.16,
  grey: 0.045,
  darkGrey: 0.075,
  overlap: 0.05,
  anyLightness: true,
};

/** Names below this chroma are greys, from the next on vivid: measured on `colorWords`. */
const greyNameBelow = 0.025;
const vividNameFrom = 0.1;
const blackBelow = 0.36;
const whiteFrom = 0.88;

const toOklch = converter('oklch');

/** Without an unwanted colour, everything passes as it is. */
export function createColorFilter(unwanted: readonly string[]): ColorFilter {
  const names = unwanted.map(tintOf);
  const isUnwanted = (tint: Tint, reach: Reach) => names.some((name) => covers(name, tint, reach));
  const isFree = (reach: Reach) => (hex: string) => !isUnwanted(tintOf(hex), reach);
  let free: readonly (readonly Tint[])[] | undefined;
  const preferred = () =>
    (free ??= [
      ...[wide, exact].map((reach) => tints().filter((tint) => !isUnwanted(tint, reach))),
      tints(),
    ]);
  return {
    asked: (colors) => colors.filter(isFree(exact)),
    own: (colors) => colors.filter(isFree(wide)),
    nearest: (color, suits = () => true) => {
      if (names.length === 0 || (isFree(exact)(color) && suits(color))) return color;
      for (const candidates of preferred()) {
        const found = nearestOf(candidates, tintOf(color), suits);
        if (found !== undefined) return found;
      }
      return color;
    },
  };
}

/** Whether the name of one colour is a name for the other. Greys have no hue to compare. */
function covers(name: Tint, tint: Tint, reach: Reach): boolean {
  if (name.c < greyNameBelow) {
    const grey = tint.l < blackBelow + reach.overlap ? reach.darkGrey : reach.grey;
    const [from, to] = shadesOf(name);
    return tint.c < grey && tint.l >= from - reach.overlap && tint.l < to + reach.overlap;
  }
  if (tint.c < exact.grey || turnBetween(name.h, tint.h) > reach.hue) return false;
  if (name.c >= vividNameFrom && (reach.anyLightness || keepsItsName(name.h))) return true;
  return Math.abs(name.l - tint.l) < reach.lightness;
}

/** The lightness that is black, grey or white. */
function shadesOf({ l }: Tint): readonly [from: number, to: number] {
  if (l < blackBelow) return [-1, blackBelow];
  return l < whiteFrom ? [blackBelow, whiteFrom] : [whiteFrom, 2];
}

/** Greens, blues and purples are called so when light or dark; orange turns brown, red pink. */
function keepsItsName(hue: number): boolean {
  return hue > 130 && hue < 320;
}

function turnBetween(a: number, b: number): number {
  return Math.abs(((a - b + 540) % 360) - 180);
}

function tintOf(hex: string): Tint {
  const { l = 0, c = 0, h = 0 } = toOklch(hex) ?? {};
  const radians = (h * Math.PI) / 180;
  return { hex, l, c, h, a: c * Math.cos(radians), b: c * Math.sin(radians) };
}

let everyTint: readonly Tint[] | undefined;

/** All of sRGB in steps that the eye just tells apart. */
function tints(): readonly Tint[] {
  everyTint ??= Array.from({ length: 30 * 9 * 36 }, (_, i) => ({
    mode: 'oklch' as const,
    l: 0.12 + 0.03 * (i % 30),
    c: 0.0225 * (Math.floor(i / 30) % 9),
    h: 10 * Math.floor(i / 270),
  }))
    .filter((color) => inGamut('rgb')(color))
    .map((color) => tintOf(formatHex(color)));
  return everyTint;
}

/** The nearest of the candidates that suits; only those nearer than the best so far are asked. */
function nearestOf(
  candidates: readonly Tint[],
  { l, a, b }: Tint,
  suits: (color: string) => boolean,
): string | undefined {
  let best: { hex?: string; distance: number } = { distance: Infinity };
  for (const tint of candidates) {
    const distance = (tint.l - l) ** 2 + (tint.a - a) ** 2 + (tint.b - b) ** 2;
    if (distance < best.distance && suits(tint.hex)) best = { hex: tint.hex, distance };
  }
  return best.hex;
}
