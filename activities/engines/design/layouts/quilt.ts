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

/** A half of square patches, each with a motif or plain, and a quiet half for the words. */
export function composeQuilt(canvas: Canvas): Composition {
  const { width, height, palette, random } = canvas;
  const margin = marginOf(canvas);
  const isFirst = random.next() < 0.5;
  const wide = isWide(canvas);
  const [across, down] = gridOf(width, height, wide);
  const side = wide ? height / down : width / across;
  const size = { width: side * across, height: side * down };
  const patches: Box = wide
    ? { ...size, x: isFirst ? 0 : width - size.width, y: 0 }
    : { ...size, x: 0, y: isFirst ? 0 : height - size.height };
  const box: Box = wide
    ? {
        x: isFirst ? size.width + margin : margin,
        y: margin,
        width: width - size.width - 2 * margin,
        height: height - 2 * margin,
      }
    : {
        x: margin,
        y: isFirst ? size.height + margin * 0.6 : margin,
        width: width - 2 * margin,
        height: height - size.height - margin * 1.6,
      };
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, palette.paper) +
      drawPatches(canvas, patches, across, down),
    dense: true,
    setting: settingIn(canvas, box, { anchor: isFirst ? 'middle' : 'top', scale: 1.15 }),
  };
}

/** Columns and rows. */
function gridOf(width: number, height: number, wide: boolean): readonly [number, number] {
  if (wide) return [Math.max(2, Math.round((width * 0.46) / (height / 3))), 3];
  const across = height > width * 1.6 ? 3 : 4;
  return [across, Math.max(2, Math.round((height * 0.48) / (width / across)))];
}

function drawPatches(canvas: Canvas, area: Box, across: number, down: number): string {
  const { palette, motifs, random, style } = canvas;
  const side = area.width / across;
  const grounds =
    style === 'minimal'
      ? [palette.paper, palette.mix(palette.paper, palette.second, 0.35)]
      : [
          palette.panel,
          palette.main,
          palette.second,
          palette.mix(palette.panel, palette.main, 0.5),
        ];
  const turn = Math.floor(random.between(0, grounds.length));
  let filled = 0;
  return Array.from({ length: across * down }, (_, i) => {
    const [column, row] = [i % across, Math.floor(i / across)];
    const ground = grounds[(column + 2 * row + turn) % grounds.length] ?? palette.panel;
    const box = { x: area.x + column * side, y: area.y + row * side, width: side, height: side };
    const isFilled = (column + row) % 2 === 0 || motifs.length > 3;
    const motif = isFilled ? motifs[filled++ % motifs.length] : null;
    const inset = side * 0.17;
    const inside = { x: box.x + inset, y: box.y + inset, width: side - 2 * inset, height: side };
    const colors = rolesOn(ground, canvas);
    return (
      rectangle({ ...box, width: side + 0.6, height: side + 0.6 }, ground) +
      (motif ? drawMotif(motif, inside, canvas, { colors }) : plainPatch(canvas, box, ground))
    );
  }).join('');
}

/** A quarter of a disc or a triangle, as quilts have them. */
function plainPatch(canvas: Canvas, { x, y, width }: Box, ground: string): string {
  const { palette, random, style, unwantedMotifs } = canvas;
  const color =
    style === 'minimal'
      ? palette.mix(palette.paper, palette.second, 0.7)
      : palette.mix(ground, palette.on(ground), 0.22);
  const right = x + width;
  const bottom = y + width;
  const corner = Math.floor(random.between(0, 4));
  const path = [
    `M${x} ${y}L${right} ${y}L${x} ${bottom}Z`,
    `M${right} ${y}L${right} ${bottom}L${x} ${y}Z`,
    `M${right} ${bottom}L${x} ${bottom}L${right} ${y}Z`,
    `M${x} ${bottom}L${x} ${y}L${right} ${bottom}Z`,
  ];
  const round = [
    `M${x} ${y}H${right}A${width} ${width} 0 0 1 ${x} ${bottom}Z`,
    `M${right} ${y}V${bottom}A${width} ${width} 0 0 1 ${x} ${y}Z`,
    `M${right} ${bottom}H${x}A${width} ${width} 0 0 1 ${right} ${y}Z`,
    `M${x} ${bottom}V${y}A${width} ${width} 0 0 1 ${right} ${bottom}Z`,
  ];
  const isRound = random.next() < 0.6 && !unwantedMotifs.includes('circle');
  return `<path d="${(isRound ? round : path)[corner] ?? ''}" fill="${color}"/>`;
}
