import type { Box } from '../../pixels/pixels.ts';
import {
  circle,
  drawMotif,
  isDiscUnwanted,
  isWide,
  line,
  marginOf,
  n,
  rays,
  rectangle,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';
import type { MotifName } from '../../../../operations/design/motif-words.ts';
import { isCelestial, isGround } from '../motifs/motifs.ts';

/** One large sign in a shape of its own, the words below it, or beside it on a wide canvas. */
export function composeEmblem(canvas: Canvas): Composition {
  const { width, height, palette, style } = canvas;
  const wide = isWide(canvas);
  const margin =
    style === 'vintage' ? Math.round(Math.min(width, height) * 0.12) : marginOf(canvas);
  const share = style === 'bold' ? 0.4 : 0.48;
  const side = wide
    ? Math.min(height - 2 * margin, width * 0.44)
    : Math.min(width - 2 * margin, height * share);
  const sign = {
    x: wide ? width - margin - side : style === 'minimal' ? margin : (width - side) / 2,
    y: wide ? (height - side) / 2 : margin,
    width: side,
    height: side,
  };
  const below = Math.round(margin + side + margin * 0.55);
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, palette.paper) +
      panel(canvas, sign, wide) +
      subject(canvas, sign),
    setting: settingIn(
      canvas,
      wide
        ? { x: margin, y: margin, width: sign.x - 2 * margin, height: height - 2 * margin }
        : { x: margin, y: below, width: width - 2 * margin, height: height - below - margin },
      {
        anchor: !wide && (style === 'modern' || style === 'bold') ? 'bottom' : 'middle',
        ...(wide ? { align: 'left' as const } : {}),
      },
    ),
  };
}

function panel(canvas: Canvas, sign: Box, wide: boolean): string {
  const { width, height, palette, style, random } = canvas;
  const [x, y, radius] = [sign.x + sign.width / 2, sign.y + sign.height / 2, sign.width / 2];
  const behind = palette.mix(palette.panel, palette.second, 0.35);
  const plain = isDiscUnwanted(canvas);
  if (plain && style !== 'bold' && style !== 'modern') return squarePanel(canvas, sign);
  if (style === 'minimal') return line(ring(x, y, radius), palette.second, 3);
  if (style === 'vintage') {
    const clip = `<clipPath id="sign"><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"/></clipPath>`;
    const burst = rays(x, y, radius * 1.1, 18, behind);
    return `${clip}<g clip-path="url(#sign)">${circle(x, y, radius, palette.panel)}${burst}</g>${line(ring(x, y, radius), palette.main, 6)}${line(ring(x, y, radius * 0.94), palette.main, 2)}`;
  }
  if (style === 'bold') {
    const area = wide
      ? { x: sign.x - sign.width * 0.08, y: 0, width: width - sign.x + sign.width * 0.08, height }
      : { x: 0, y: 0, width, height: sign.y + sign.height + sign.y * 0.2 };
    if (plain) return rectangle(area, palette.panel);
    const clip = `<clipPath id="sign"><rect x="${n(area.x)}" y="${n(area.y)}" width="${n(area.width)}" height="${n(area.height)}"/></clipPath>`;
    return `${clip}<g clip-path="url(#sign)">${rectangle(area, palette.panel)}${rays(x, y, Math.max(width, height), 14, behind)}</g>`;
  }
  if (style === 'playful') {
    return `<path d="${blob(x, y, radius * 1.04, random.between(0, 6))}" fill="${behind}"/><path d="${blob(x, y, radius * 0.9, random.between(0, 6))}" fill="${palette.panel}"/>`;
  }
  return modernPanel(canvas, sign, wide, behind);
}

/** For those who want nothing that could be a sun, a moon or a circle. */
function squarePanel({ palette, style }: Canvas, sign: Box): string {
  const { x, y, width, height } = sign;
  const edge = `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
  if (style === 'minimal') return line(edge, palette.second, 3);
  if (style === 'playful') return rectangle(sign, palette.panel, width * 0.12);
  return rectangle(sign, palette.panel) + line(edge, palette.main, 6);
}

function modernPanel(canvas: Canvas, sign: Box, wide: boolean, behind: string): string {
  const { width, height, palette, random } = canvas;
  const area = wide
    ? { x: sign.x, y: 0, width: width - sign.x, height }
    : { x: 0, y: 0, width, height: sign.y + sign.height };
  if (isDiscUnwanted(canvas)) return rectangle(area, palette.panel);
  const radius = sign.width * random.between(0.3, 0.5);
  const moon = circle(area.x + area.width, area.y + area.height, radius * 1.2, behind);
  const ornament =
    random.next() < 0.5
      ? quarter(area, radius, palette.second)
      : circle(
          area.x + area.width * random.between(0.12, 0.2),
          area.y + area.height * 0.2,
          radius * 0.34,
          palette.second,
        );
  const edge = `<clipPath id="area"><rect x="${n(area.x)}" y="${n(area.y)}" width="${n(area.width)}" height="${n(area.height)}"/></clipPath>`;
  return `${edge}${rectangle(area, palette.panel)}<g clip-path="url(#area)">${moon}${ornament}</g>`;
}

function quarter({ x, y }: Box, radius: number, fill: string): string {
  return `<path d="M${n(x)} ${n(y)}H${n(x + radius)}A${n(radius)} ${n(radius)} 0 0 1 ${n(x)} ${n(y + radius)}Z" fill="${fill}"/>`;
}

/** The first motif large, two more at its feet or at its shoulders. */
function subject(canvas: Canvas, sign: Box): string {
  const [main, left, right = left] = byWeight(canvas.motifs);
  const lean = canvas.random.between(-14, 14);
  const raised = canvas.random.between(0.26, 0.4);
  const place = (across: number, down: number, share: number) => ({
    x: sign.x + sign.width * across - (sign.width * share) / 2,
    y: sign.y + sign.height * down - (sign.height * share) / 2,
    width: sign.width * share,
    height: sign.height * share,
  });
  const sides =
    left && right
      ? drawMotif(left, place(0.2, raised, 0.17), canvas, { rotate: lean }) +
        drawMotif(right, place(0.8, 0.66 - raised, 0.17), canvas, { rotate: -lean }) +
        drawMotif(left, place(0.5, 0.12, 0.12), canvas)
      : '';
  const [down, share] = left ? [0.56, 0.56] : [0.5, 0.62];
  return sides + (main ? drawMotif(main, place(0.5, down, share), canvas) : '');
}

/** What stands before what shines; the ground is no ornament unless it leads, and there is one sun, one moon. */
function byWeight(motifs: Canvas['motifs']): readonly MotifName[] {
  const shining = motifs.filter(isCelestial);
  const standing = motifs.filter((motif) => !isCelestial(motif) && !isGround(motif));
  const ground = motifs.slice(0, 1).filter(isGround);
  const [first, ...others] = [...ground, ...standing, ...shining];
  return first ? [first, ...others.filter((motif) => motif !== 'sun' && motif !== 'moon')] : [];
}

function ring(x: number, y: number, radius: number): string {
  return `M${n(x - radius)} ${n(y)}a${n(radius)} ${n(radius)} 0 1 0 ${n(2 * radius)} 0a${n(radius)} ${n(radius)} 0 1 0 ${n(-2 * radius)} 0Z`;
}

/** A soft round shape that is no circle. */
function blob(x: number, y: number, radius: number, phase: number): string {
  const points = Array.from({ length: 60 }, (_, i) => {
    const turn = (i * 2 * Math.PI) / 60;
    const r =
      radius * (0.93 + 0.05 * Math.sin(3 * turn + phase) + 0.03 * Math.sin(5 * turn - phase));
    return `${n(x + r * Math.cos(turn))} ${n(y + r * Math.sin(turn))}`;
  });
  return `M${points.join('L')}Z`;
}
