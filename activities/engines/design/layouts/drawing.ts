import { wcagContrast } from 'culori';
import type { Box } from '../../pixels/pixels.ts';
import type { MotifName } from '../../../../operations/design/motif-words.ts';
import { motifs } from '../motifs/motifs.ts';
import type { Role, Shape } from '../motifs/shapes.ts';
import type { Palette } from '../palette.ts';
import type { Random } from '../random.ts';
import type { Setting } from '../lettering/typesetter.ts';
import { letterings, type Style } from '../styles.ts';

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

/** Draws a layout, and says where the words go. */
export type Layout = (canvas: Canvas) => Composition;

/** A drawn layout: SVG without its root, and where the words go. */
export interface Composition {
  readonly art: string;
  readonly setting: Setting;
  /** Full to its edges: confetti and the like would be too much. */
  readonly dense?: boolean;
}

/** A motif in a square; colours by role unless `colors` says otherwise. `minimal` draws outlines. */
export function drawMotif(
  name: MotifName,
  { x, y, width }: Box,
  canvas: Canvas,
  options: { readonly rotate?: number; readonly colors?: Partial<Record<Role, string>> } = {},
): string {
  const { palette } = canvas;
  // White flakes are not seen on pale paper.
  const light = name === 'snow' ? palette.mix(palette.paper, palette.main, 0.4) : palette.light;
  const colors = { ...palette, light, ...options.colors };
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

/** What no words come nearer to the edge than: the share of the shorter side. */
const marginShare = 0.09;

/** Pixels. */
export function marginOf({ width, height }: Canvas): number {
  return Math.round(Math.min(width, height) * marginShare);
}

/** Whether the page lies on its side: words then stand beside the drawing rather than above it. */
export function isWide({ width, height }: Canvas): boolean {
  return width > height * 1.2;
}

/** How the words of a style stand in a box. */
export function settingIn(
  canvas: Canvas,
  box: Box,
  how: Partial<Omit<Setting, 'box'>> & { readonly scale?: number } = {},
): Setting {
  const { scale = 1, ...given } = how;
  const lettering = letterings[canvas.style];
  const unit = Math.min(canvas.width, canvas.height);
  return {
    box: rounded(box),
    color: canvas.palette.text,
    align: lettering.align,
    anchor: 'middle',
    sizeMax: unit * lettering.sizeMax * scale,
    sizeMin: unit * 0.022,
    ...given,
  };
}

function rounded({ x, y, width, height }: Box): Box {
  const [left, top] = [Math.ceil(x), Math.ceil(y)];
  return {
    x: left,
    y: top,
    width: Math.floor(x + width) - left,
    height: Math.floor(y + height) - top,
  };
}

/** The colours in which a motif can be seen on a ground that is not paper. */
export function rolesOn(ground: string, { palette }: Canvas): Partial<Record<Role, string>> {
  if (ground === palette.paper || ground === palette.panel) return {};
  const ink = palette.on(ground);
  const isSeen = wcagContrast(palette.second, ground) >= 1.5;
  return {
    main: ink,
    shade: palette.mix(ink, ground, 0.25),
    second: isSeen ? palette.second : palette.mix(ink, ground, 0.4),
    light: palette.mix(ground, ink, 0.12),
    ink: palette.mix(ink, ground, 0.15),
  };
}

/** Two decimals: the same text on every machine. */
export function n(value: number): string {
  return Number(value.toFixed(2)).toString();
}
