import { converter, formatHex, parse, wcagContrast } from 'culori';
import type { Random } from './random.ts';
import type { Role } from './motifs/shapes.ts';
import type { Style } from './styles.ts';
import { createColorFilter, type ColorFilter } from './unwanted.ts';

/** Every colour of a design, as hex. */
export interface Palette extends Readonly<Record<Role, string>> {
  readonly paper: string;
  /** Readable on `paper` (at least 4.5 : 1). */
  readonly text: string;
  /** Behind an emblem; its drawing can be seen on it. */
  readonly panel: string;
  /** The strongest colour that words can be read on, or `paper`. */
  readonly strong: string;
  /** What is seen best on a ground: words can be read there (at least 4.5 : 1) unless what is unwanted forbids it. */
  readonly on: (ground: string) => string;
  /** `amount` 0–1 of the way from one colour to another, never an unwanted one. */
  readonly mix: (from: string, to: string, amount: number) => string;
}

const toOklch = converter('oklch');

const ownColors: Readonly<Record<Style, readonly [string[], ...string[][]]>> = {
  modern: [
    ['#2f4bdb', '#ff7a59', '#ffd166'],
    ['#0f766e', '#f59e0b', '#e11d48'],
    ['#6d28d9', '#22c55e', '#fbbf24'],
  ],
  vintage: [
    ['#8c3b2a', '#d8a24a', '#3f5e5a'],
    ['#2f4f4f', '#c98a3d', '#a3402f'],
    ['#5b4a8a', '#d39c5b', '#7d8f5a'],
  ],
  minimal: [
    ['#2b2d33', '#d9644a', '#c9c3b6'],
    ['#1f4d4a', '#d9a441', '#cfd8d3'],
    ['#394a7a', '#e09f8c', '#d5d7e2'],
  ],
  bold: [
    ['#e63225', '#ffd400', '#141414'],
    ['#1d3bff', '#ff4fa0', '#0d0d2b'],
    ['#ff5a1f', '#00c2a8', '#1a1033'],
  ],
  playful: [
    ['#ff6b9d', '#ffd23f', '#3bceac'],
    ['#6c5ce7', '#ff8fab', '#ffe066'],
    ['#ff8c42', '#4ecdc4', '#f9f871'],
  ],
};

/** WCAG 2.2, 1.4.3 asks for 4.5 : 1; soft edges and the grain of old paper take some of it. */
const textContrast = 4.8;

/**
 * `wanted` first, else the style's own; the style decides what lies behind. No colour is an
 * `unwanted` one as long as the words can be read and the drawing be seen.
 */
export function choosePalette(
  style: Style,
  wanted: readonly string[],
  unwanted: readonly string[],
  random: Random,
): Palette {
  const filter = createColorFilter(unwanted);
  const base = baseOf(style, wanted, filter, random);
  const main = filter.nearest(base.find((color) => chromaOf(color) > 0.04) ?? base[0] ?? '#2b2d33');
  const [second = relative(main, 150, filter), third = relative(main, 40, filter)] = base.filter(
    (c) => c !== main,
  );
  const inks = [filter.nearest('#000000'), filter.nearest('#ffffff')];
  const paper = filter.nearest(paperOf(style, main, second), (color) =>
    inks.some((ink) => wcagContrast(ink, color) >= textContrast),
  );
  const visible = (color: string, ground: string, contrast: number) =>
    filter.nearest(
      visibleOn(color, ground, contrast),
      (candidate) => wcagContrast(candidate, ground) >= contrast,
    );
  const drawn = style === 'bold' ? visible(second, paper, 1.6) : visible(main, paper, 2.2);
  const accent = style === 'bold' ? visible(third, drawn, 1.5) : visible(second, drawn, 1.3);
  const panelLightness = style === 'bold' && !isDark(drawn) ? 0.32 : 0.9;
  const on = (ground: string) => seenOn(ground, main, filter);
  const isOurs = (color: string) => filter.own([color]).length > 0;
  return {
    paper,
    text: readableOn(paper, main, filter),
    panel: style === 'minimal' ? paper : filter.nearest(tone(accent, panelLightness, 0.7)),
    main: drawn,
    shade: filter.nearest(shifted(drawn, isDark(drawn) ? 0.08 : -0.1)),
    second: accent,
    light: filter.nearest(tone(main, 0.97, 0.12)),
    ink: filter.nearest(tone(main, 0.26, 0.35)),
    strong: wcagContrast(on(drawn), drawn) >= textContrast ? drawn : paper,
    on,
    mix: (from, to, amount) => filter.nearest(mix(from, to, amount), isOurs),
  };
}

function baseOf(
  style: Style,
  wanted: readonly string[],
  filter: ColorFilter,
  random: Random,
): string[] {
  const known = filter.asked(wanted.flatMap((color) => hexOf(color) ?? []));
  const own = filter.own(random.pick(ownColors[style]));
  if (known.length > 0) return known;
  return own.length > 0 ? own : filter.own(ownColors[style].flat());
}

/** A CSS colour as opaque hex; null when it is none. */
function hexOf(color: string): string | null {
  const parsed = parse(color);
  return parsed ? formatHex(parsed) : null;
}

/** In OKLab's lightness and chroma. */
function mix(from: string, to: string, amount: number): string {
  const [a, b] = [parse(from), parse(to)].map((color) => converter('oklab')(color));
  if (!a || !b) return from;
  const between = (x: number, y: number) => x + (y - x) * amount;
  return formatHex({
    mode: 'oklab',
    l: between(a.l, b.l),
    a: between(a.a, b.a),
    b: between(a.b, b.b),
  });
}

function paperOf(style: Style, main: string, second: string): string {
  if (style === 'bold') return main;
  if (style === 'vintage') return '#f3e6cb';
  if (style === 'minimal') return '#faf8f4';
  if (style === 'playful') return tone(second, 0.94, 0.4);
  return tone(main, 0.965, 0.12);
}

function isReadable(text: string, paper: string): boolean {
  return wcagContrast(text, paper) >= textContrast;
}

function readableOn(paper: string, hueFrom: string, filter: ColorFilter): string {
  const dark = tone(hueFrom, 0.25, 0.5);
  const light = tone(hueFrom, 0.98, 0.08);
  const best = wcagContrast(dark, paper) >= wcagContrast(light, paper) ? dark : light;
  const extreme =
    wcagContrast('#000000', paper) > wcagContrast('#ffffff', paper) ? '#000000' : '#ffffff';
  return filter.nearest(isReadable(best, paper) ? best : extreme, (color) =>
    isReadable(color, paper),
  );
}

/** As `readableOn`, but rather less contrast than an unwanted colour. */
function seenOn(ground: string, hueFrom: string, filter: ColorFilter): string {
  const best = readableOn(ground, hueFrom, filter);
  if (filter.asked([best]).length > 0) return best;
  const found = [3, 2, 1.3]
    .map((least) => filter.nearest(best, (color) => wcagContrast(color, ground) >= least))
    .find((color) => filter.asked([color]).length > 0);
  return found ?? best;
}

/** The colour, made lighter or darker until it stands out. */
function visibleOn(color: string, ground: string, contrast: number): string {
  const step = isDark(ground) ? 0.04 : -0.04;
  let candidate = color;
  for (let i = 0; i < 20 && wcagContrast(candidate, ground) < contrast; i++) {
    candidate = shifted(candidate, step);
  }
  return candidate;
}

function isDark(color: string): boolean {
  return (toOklch(color)?.l ?? 0) < 0.6;
}

function chromaOf(color: string): number {
  return toOklch(color)?.c ?? 0;
}

function tone(color: string, lightness: number, chromaShare: number): string {
  const { c = 0, h = 0 } = toOklch(color) ?? {};
  return formatHex({ mode: 'oklch', l: lightness, c: Math.min(c, 0.16) * chromaShare, h });
}

function shifted(color: string, lightness: number): string {
  const { l = 0, c = 0, h = 0 } = toOklch(color) ?? {};
  return formatHex({ mode: 'oklch', l: Math.min(0.98, Math.max(0.1, l + lightness)), c, h });
}

/** A colour across the wheel, turned on in steps until it is no unwanted one. */
function relative(color: string, degrees: number, filter: ColorFilter): string {
  const { l = 0.6, c = 0.1, h = 0 } = toOklch(color) ?? {};
  const turns = [0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180];
  const colors = turns.map((turn) =>
    formatHex({
      mode: 'oklch',
      l: l > 0.65 ? l - 0.2 : l + 0.2,
      c: Math.max(0.09, c),
      h: h + degrees + turn,
    }),
  );
  return filter.own(colors)[0] ?? filter.nearest(colors[0] ?? color);
}
