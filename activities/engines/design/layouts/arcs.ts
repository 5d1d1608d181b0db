import type { Box } from '../../pixels/pixels.ts';
import {
  drawMotif,
  isDiscUnwanted,
  isWide,
  marginOf,
  n,
  rectangle,
  rolesOn,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';

/** Rings of colour rise out of a corner; what was asked for stands in the innermost, the words opposite. */
export function composeArcs(canvas: Canvas): Composition {
  const { width, height, palette, style, random } = canvas;
  const margin = marginOf(canvas);
  const wide = isWide(canvas);
  const isLeft = random.next() < 0.5;
  const radius = wide
    ? Math.min(width * 0.46, height * 0.94)
    : Math.min(width * 0.94, height * 0.5);
  const corner = { x: isLeft ? 0 : width, y: height };
  const colors =
    style === 'minimal'
      ? [
          palette.mix(palette.paper, palette.second, 0.3),
          palette.paper,
          palette.mix(palette.paper, palette.second, 0.6),
          palette.paper,
        ]
      : [
          palette.main,
          palette.panel,
          palette.second,
          palette.mix(palette.panel, palette.main, 0.4),
        ];
  const art = colors
    .map((color, i) => ring(canvas, corner, radius * (1 - i * 0.14), color, isLeft))
    .join('');
  const inner = radius * (1 - (colors.length - 1) * 0.14);
  const box: Box = wide
    ? {
        x: isLeft ? radius + margin : margin,
        y: margin,
        width: width - radius - 2 * margin,
        height: height - 2 * margin,
      }
    : { x: margin, y: margin, width: width - 2 * margin, height: height - radius - margin * 1.5 };
  return {
    art:
      rectangle({ x: 0, y: 0, width, height }, palette.paper) +
      art +
      inside(canvas, corner, inner, colors.at(-1) ?? palette.paper, isLeft),
    setting: settingIn(canvas, box, {
      align: style === 'vintage' && !wide ? 'center' : 'left',
      anchor: wide ? 'middle' : 'top',
      scale: 1.15,
    }),
  };
}

/** A quarter of a disc; of a square where discs are not wanted. */
function ring(
  canvas: Canvas,
  { x, y }: { x: number; y: number },
  radius: number,
  color: string,
  isLeft: boolean,
): string {
  const towards = isLeft ? radius : -radius;
  if (isDiscUnwanted(canvas)) {
    return rectangle(
      { x: Math.min(x, x + towards), y: y - radius, width: radius, height: radius },
      color,
    );
  }
  const r = n(radius);
  return `<path d="M${n(x)} ${n(y)}H${n(x + towards)}A${r} ${r} 0 0 ${isLeft ? 0 : 1} ${n(x)} ${n(y - radius)}Z" fill="${color}"/>`;
}

function inside(
  canvas: Canvas,
  corner: { x: number; y: number },
  radius: number,
  ground: string,
  isLeft: boolean,
): string {
  const [first, second] = canvas.motifs;
  if (!first) return '';
  const side = radius * 0.62;
  const pad = radius * 0.08;
  const x = isLeft ? pad : corner.x - pad - side;
  const colors = rolesOn(ground, canvas);
  const outer = radius * 0.2;
  const beyond = radius / (1 - 3 * 0.14);
  const far = isLeft ? corner.x + beyond * 0.8 : corner.x - beyond * 0.8 - outer;
  return (
    drawMotif(first, { x, y: corner.y - pad - side, width: side, height: side }, canvas, {
      colors,
    }) +
    (second
      ? drawMotif(
          second,
          { x: far, y: corner.y - beyond * 0.86, width: outer, height: outer },
          canvas,
        )
      : '')
  );
}
