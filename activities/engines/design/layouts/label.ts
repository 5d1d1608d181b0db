import type { Box } from '../../pixels/pixels.ts';
import {
  drawMotif,
  isWide,
  marginOf,
  n,
  rectangle,
  rolesOn,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';

/** Wrapping paper of the motifs, and a label on it. */
export function composeLabel(canvas: Canvas): Composition {
  const { width, height, palette, style, random } = canvas;
  const unit = Math.min(width, height);
  const wide = isWide(canvas);
  const isCard = random.next() < 0.5;
  const label: Box = isCard
    ? centered(canvas, wide ? 0.56 : 0.74, wide ? 0.66 : 0.56)
    : { x: 0, y: height * 0.24, width, height: height * 0.52 };
  const ground = style === 'minimal' ? palette.paper : palette.panel;
  const inset = unit * 0.075;
  const side = isCard ? inset : marginOf(canvas);
  const box: Box = {
    x: label.x + side,
    y: label.y + inset,
    width: label.width - 2 * side,
    height: label.height - 2 * inset,
  };
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, ground) +
      pattern(canvas, ground) +
      drawLabel(canvas, label, isCard),
    dense: true,
    setting: settingIn(canvas, box, { align: 'center' }),
  };
}

function centered({ width, height }: Canvas, across: number, down: number): Box {
  return {
    x: (width * (1 - across)) / 2,
    y: (height * (1 - down)) / 2,
    width: width * across,
    height: height * down,
  };
}

function drawLabel({ palette, style, width, height }: Canvas, label: Box, isCard: boolean): string {
  const unit = Math.min(width, height);
  const radius =
    isCard && style === 'playful' ? unit * 0.06 : isCard && style === 'modern' ? unit * 0.015 : 0;
  const line = unit * (style === 'bold' ? 0.012 : 0.004);
  const inner = unit * 0.024;
  const edge = isCard
    ? `<rect x="${n(label.x + inner)}" y="${n(label.y + inner)}" width="${n(label.width - 2 * inner)}" height="${n(label.height - 2 * inner)}" rx="${n(Math.max(0, radius - inner))}" fill="none" stroke="${palette.text}" stroke-width="${n(line)}"/>`
    : [label.y + inner, label.y + label.height - inner - line]
        .map((y) => rectangle({ x: 0, y, width, height: line }, palette.text))
        .join('');
  return rectangle(label, palette.paper, radius) + edge;
}

/** Rows in half drop, every motif in turn. */
function pattern(canvas: Canvas, ground: string): string {
  const { width, height, motifs, random } = canvas;
  const unit = Math.min(width, height);
  const across = Math.max(4, Math.round(width / (unit / 5)));
  const step = width / across;
  const side = step * random.between(0.5, 0.62);
  const rows = Math.ceil(height / step) + 1;
  const colors = rolesOn(ground, canvas);
  const lean = random.pick([0, 0, 12, -12]);
  return Array.from({ length: (across + 1) * rows }, (_, i) => {
    const [column, row] = [i % (across + 1), Math.floor(i / (across + 1))];
    const motif = motifs[(column + row * 2) % motifs.length];
    if (!motif) return '';
    const x = (column - (row % 2 === 0 ? 0 : 0.5)) * step + (step - side) / 2;
    const y = row * step - step * 0.3;
    return drawMotif(motif, { x, y, width: side, height: side }, canvas, {
      colors,
      rotate: (column + row) % 2 === 0 ? lean : -lean,
    });
  }).join('');
}
