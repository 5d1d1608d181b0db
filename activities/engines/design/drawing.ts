import type { Box } from '../pixels/pixels.ts';
import { motifs, type MotifName, type Role, type Shape } from './motifs.ts';
import type { Palette } from './palette.ts';
import type { Random } from './random.ts';
import type { Setting } from './lettering.ts';
import type { Style } from './styles.ts';

/** All that a layout needs to know. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly style: Style;
  readonly palette: Palette;
  /** Most telling first; empty when every motif is unwanted. */
  readonly motifs: readonly MotifName[];
  /** Never drawn, as an ornament neither. */
  readonly unwantedMotifs: readonly MotifName[];
  readonly random: Random;
}

/** A drawn layout: SVG without its root, and where the words go. */
export interface Composition {
  readonly art: string;
  readonly setting: Setting;
}

/** A motif in a square; colours by role unless `colors` says otherwise. `minimal` draws outlines. */
export function drawMotif(
  name: MotifName,
  { x, y, width }: Box,
  canvas: Canvas,
  options: { readonly rotate?: number; readonly colors?: Partial<Record<Role, string>> } = {},
): string {
  const colors = { ...canvas.palette, ...options.colors };
  const scale = width / 100;
  const shapes: readonly Shape[] = motifs[name];
  const drawn = shapes.map((shape) => drawShape(shape, colors, canvas.style)).join('');
  const turn = options.rotate ? ` rotate(${n(options.rotate)} 50 50)` : '';
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale)})${turn}">${drawn}</g>`;
}

function drawShape({ path, role, stroke }: Shape, colors: Palette, style: Style): string {
  if (style === 'minimal' && role !== 'second') {
    if (role === 'shade') return '';
    if (stroke === undefined) return outline(path, colors.text, colors.paper);
    return line(path, colors.text, Math.min(1.4, stroke));
  }
  return stroke === undefined
    ? `<path d="${path}" fill="${colors[role]}"/>`
    : line(path, colors[role], stroke);
}

/** A thin line round a shape that hides what lies behind it. */
function outline(path: string, color: string, inside: string): string {
  return `<path d="${path}" fill="${inside}" stroke="${color}" stroke-width="1.1" stroke-linejoin="round"/>`;
}

/** A line with round ends. */
export function line(path: string, color: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

export function rectangle({ x, y, width, height }: Box, fill: string, radius = 0): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"/>`;
}

export function circle(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"/>`;
}

/** Whether a plain disc could be taken for a motif that the customer does not want. */
export function isDiscUnwanted({ unwantedMotifs }: Canvas): boolean {
  return (['sun', 'moon', 'circle'] as const).some((motif) => unwantedMotifs.includes(motif));
}

/** Rays from a point, as wide as the gaps between them. */
export function rays(x: number, y: number, radius: number, count: number, color: string): string {
  const point = (turn: number) =>
    `${n(x + radius * Math.cos(turn))} ${n(y + radius * Math.sin(turn))}`;
  const path = Array.from({ length: count }, (_, i) => {
    const start = (i * 2 * Math.PI) / count;
    return `M${n(x)} ${n(y)}L${point(start)}L${point(start + Math.PI / count)}Z`;
  }).join('');
  return `<path d="${path}" fill="${color}"/>`;
}

/** Two decimals: the same text on every machine. */
export function n(value: number): string {
  return Number(value.toFixed(2)).toString();
}
