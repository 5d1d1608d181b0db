import { isAloft, isCelestial } from '../motifs/motifs.ts';
import type { Box } from '../../pixels/pixels.ts';
import {
  drawMotif,
  isWide,
  marginOf,
  rectangle,
  rolesOn,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';

/** One motif larger than the page, cut by its edge, on a plane of colour; the words in the quiet that is left. */
export function composeGiant(canvas: Canvas): Composition {
  const { width, height, palette, style, random } = canvas;
  const margin = marginOf(canvas);
  const wide = isWide(canvas);
  const isLeft = wide ? random.next() < 0.4 : random.next() < 0.5;
  const unit = Math.min(width, height);
  const ground =
    style === 'minimal' ? palette.paper : style === 'bold' ? palette.second : palette.panel;
  const split = wide ? width * 0.5 : height * 0.46;
  const plane: Box = wide
    ? { x: isLeft ? 0 : split, y: 0, width: width - split, height }
    : { x: 0, y: split, width, height: height - split };
  const size = wide ? unit * 1.06 : Math.min(width * 0.98, (height - split) * 1.2);
  const at: Box = wide
    ? {
        x: plane.x + plane.width / 2 - size / 2 + (isLeft ? -1 : 1) * width * 0.06,
        y: height - size * 0.94,
        width: size,
        height: size,
      }
    : {
        x: isLeft ? -size * 0.1 : width - size * 0.9,
        y: split + (height - split) * 0.06,
        width: size,
        height: size,
      };
  const box: Box = wide
    ? {
        x: isLeft ? split + margin : margin,
        y: margin,
        width: width - split - 2 * margin,
        height: height - 2 * margin,
      }
    : { x: margin, y: margin, width: width - 2 * margin, height: split - margin * 1.5 };
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, palette.paper) +
      clipped(plane, rectangle(plane, ground) + drawMotifs(canvas, plane, at, ground, isLeft)),
    setting: settingIn(canvas, box, {
      align: 'left',
      anchor: wide ? 'middle' : 'bottom',
      scale: 1.15,
    }),
  };
}

function clipped({ x, y, width, height }: Box, art: string): string {
  return `<clipPath id="plane"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath><g clip-path="url(#plane)">${art}</g>`;
}

function drawMotifs(canvas: Canvas, plane: Box, at: Box, ground: string, isLeft: boolean): string {
  const [first, ...others] = standingFirst(canvas.motifs);
  if (!first) return '';
  const colors = rolesOn(ground, canvas);
  const small = Math.min(plane.width, plane.height) * 0.2;
  const column = isLeft ? plane.x + plane.width - small * 1.5 : plane.x + small * 0.5;
  const beside = others
    .slice(0, 3)
    .map((motif, i) =>
      drawMotif(
        motif,
        { x: column, y: plane.y + small * (0.4 + i * 1.3), width: small, height: small },
        canvas,
        { colors },
      ),
    );
  return drawMotif(first, at, canvas, { colors }) + beside.join('');
}

/** What stands is worth more room than what hangs or shines. */
function standingFirst(motifs: Canvas['motifs']): Canvas['motifs'] {
  const standing = motifs.filter((motif) => !isCelestial(motif));
  const lights = motifs.filter((motif) => isCelestial(motif) && !isAloft(motif));
  return [...standing, ...lights, ...motifs.filter(isAloft)];
}
