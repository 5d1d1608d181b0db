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

/** Words before all: they take most of the page, what was asked for stands in a row like a row of type. */
export function composePoster(canvas: Canvas): Composition {
  const { width, height, palette, style, random } = canvas;
  const margin = marginOf(canvas);
  const wide = isWide(canvas);
  const isReversed = style !== 'minimal' && style !== 'bold' && random.next() < 0.5;
  const ground = isReversed ? palette.strong : palette.paper;
  const ink = ground === palette.paper ? palette.text : palette.on(ground);
  const rule = Math.max(2, Math.min(width, height) * (style === 'bold' ? 0.012 : 0.004));
  const isRowFirst = !wide && random.next() < 0.4;
  const depth = wide ? width * 0.2 : height * 0.17;
  const row: Box = wide
    ? { x: width - margin - depth, y: margin, width: depth, height: height - 2 * margin }
    : {
        x: margin,
        y: isRowFirst ? margin : height - margin - depth,
        width: width - 2 * margin,
        height: depth,
      };
  const gap = margin * 0.6;
  const box: Box = wide
    ? {
        x: margin,
        y: margin + gap,
        width: row.x - gap * 2 - margin,
        height: height - 2 * margin - gap,
      }
    : {
        x: margin,
        y: isRowFirst ? row.y + row.height + gap : margin + gap,
        width: width - 2 * margin,
        height: height - 2 * margin - depth - gap * (isRowFirst ? 1 : 2),
      };
  const ruleY = isRowFirst ? row.y + row.height + gap / 2 : margin;
  const ruleWidth = wide ? box.width : width - 2 * margin;
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, ground) +
      rectangle({ x: margin, y: ruleY - rule, width: ruleWidth, height: rule }, ink) +
      drawRow(canvas, row, ground),
    setting: settingIn(canvas, box, {
      color: ink,
      align: style === 'vintage' ? 'center' : 'left',
      anchor: isRowFirst ? 'top' : 'middle',
      scale: 1.5,
    }),
  };
}

/** As many of a size as fit, motif after motif. */
function drawRow(canvas: Canvas, row: Box, ground: string): string {
  const { motifs } = canvas;
  const isUpright = row.height > row.width;
  const [length, depth] = isUpright ? [row.height, row.width] : [row.width, row.height];
  const fits = Math.floor(length / (depth * 1.12));
  const count = Math.max(1, Math.min(5, Math.max(fits, motifs.length)));
  const side = Math.min(depth, length / (count * 1.12));
  const step = count > 1 ? (length - side) / (count - 1) : 0;
  const colors = rolesOn(ground, canvas);
  return Array.from({ length: count }, (_, i) => {
    const motif = motifs[i % motifs.length];
    if (!motif) return '';
    const along = count > 1 ? i * step : (length - side) / 2;
    const across = (depth - side) / 2;
    const box = isUpright
      ? { x: row.x + across, y: row.y + along, width: side, height: side }
      : { x: row.x + along, y: row.y + across, width: side, height: side };
    return drawMotif(motif, box, canvas, { colors });
  }).join('');
}
