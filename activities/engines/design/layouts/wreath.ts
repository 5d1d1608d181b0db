import type { Box } from '../../pixels/pixels.ts';
import {
  drawMotif,
  isWide,
  n,
  rectangle,
  rolesOn,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';

/** The motifs run round the page like a garland; the words stand in their middle. */
export function composeWreath(canvas: Canvas): Composition {
  const { width, height, palette, style, random } = canvas;
  const unit = Math.min(width, height);
  const isBand = style !== 'minimal' && random.next() < 0.55;
  const ground = isBand ? (style === 'bold' ? palette.second : palette.panel) : palette.paper;
  const edge = unit * 0.065;
  const side = unit * (canvas.motifs.includes('bunting') ? 0.14 : random.between(0.09, 0.12));
  const inner = edge + side + unit * 0.035;
  const area: Box = { x: inner, y: inner, width: width - 2 * inner, height: height - 2 * inner };
  const pad = unit * (isWide(canvas) ? 0.07 : 0.055);
  const box: Box = {
    x: area.x + pad,
    y: area.y + pad,
    width: area.width - 2 * pad,
    height: area.height - 2 * pad,
  };
  const line = `<rect x="${n(area.x)}" y="${n(area.y)}" width="${n(area.width)}" height="${n(area.height)}" fill="${palette.paper}" stroke="${palette.text}" stroke-width="${n(unit * 0.004)}"/>`;
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, ground) +
      garland(canvas, edge, side, ground) +
      (isBand ? line : ''),
    dense: style !== 'vintage',
    setting: settingIn(canvas, box, { align: 'center', scale: 1.05 }),
  };
}

function garland(canvas: Canvas, edge: number, side: number, ground: string): string {
  const { width, height, motifs, random } = canvas;
  const colors = rolesOn(ground, canvas);
  const first = Math.floor(random.between(0, motifs.length));
  const lean = random.pick([0, 12, -12]);
  const [across, down] = [width, height].map((length) => {
    const room = length - 2 * edge - side;
    return { count: Math.max(3, Math.round(room / (side * 1.35))), room };
  });
  if (!across || !down) return '';
  const places = [
    ...Array.from(
      { length: across.count },
      (_, i) => [(i * across.room) / across.count, 0] as const,
    ),
    ...Array.from(
      { length: down.count },
      (_, i) => [across.room, (i * down.room) / down.count] as const,
    ),
    ...Array.from(
      { length: across.count },
      (_, i) => [across.room - (i * across.room) / across.count, down.room] as const,
    ),
    ...Array.from(
      { length: down.count },
      (_, i) => [0, down.room - (i * down.room) / down.count] as const,
    ),
  ];
  return places
    .map(([x, y], i) => {
      const motif = motifs[(first + i) % motifs.length];
      if (!motif) return '';
      return drawMotif(motif, { x: edge + x, y: edge + y, width: side, height: side }, canvas, {
        colors,
        rotate: i % 2 === 0 ? lean : -lean,
      });
    })
    .join('');
}
