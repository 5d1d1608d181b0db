import type { Box } from '../../pixels/pixels.ts';
import { circle, line, n, rectangle, type Canvas } from './drawing.ts';

/** What a style lays over a layout: frames, paper, confetti. Words come on top of it. */
export function finish(canvas: Canvas, wordsAt: Box, isDense: boolean): string {
  const { width, height, palette, style, random } = canvas;
  const unit = Math.min(width, height);
  if (style === 'bold') return frame(canvas, 0.014, unit * 0.028);
  if (isDense) return '';
  if (style === 'vintage') return frame(canvas, 0.035, 5) + frame(canvas, 0.052, 2);
  if (style === 'playful') return confetti(canvas, wordsAt);
  if (style === 'minimal') {
    const y = n(height - unit * 0.05);
    return line(`M${n(unit * 0.085)} ${y}H${n(width - unit * 0.085)}`, palette.text, 1.5);
  }
  return (
    (isUnderWords(canvas, wordsAt) ? swatches(canvas) : '') +
    (random.next() < 0.5
      ? ''
      : rectangle({ x: 0, y: height - unit * 0.012, width, height: unit * 0.012 }, palette.second))
  );
}

/** Whether the corner below on the right is the words', and free. */
function isUnderWords({ width, height }: Canvas, { x, y, ...box }: Box): boolean {
  return x + box.width > width * 0.85 && y + box.height > height * 0.8;
}

/** The palette in a corner. */
function swatches(canvas: Canvas): string {
  const { width, height, palette } = canvas;
  const unit = Math.min(width, height);
  const size = unit * 0.014;
  return [palette.second, palette.text, palette.main]
    .map((color, i) =>
      dot(canvas, width - unit * 0.085 - i * size * 2.6, height - unit * 0.047, size, color),
    )
    .join('');
}

function dot(canvas: Canvas, x: number, y: number, radius: number, color: string): string {
  if (!canvas.unwantedMotifs.includes('circle')) return circle(x, y, radius, color);
  const side = 2 * radius;
  return rectangle({ x: x - radius, y: y - radius, width: side, height: side }, color);
}

function frame({ width, height, palette }: Canvas, inset: number, stroke: number): string {
  const edge = Math.min(width, height) * inset;
  const size = `width="${n(width - 2 * edge)}" height="${n(height - 2 * edge)}"`;
  return `<rect x="${n(edge)}" y="${n(edge)}" ${size} fill="none" stroke="${palette.text}" stroke-width="${n(stroke)}"/>`;
}

function confetti(canvas: Canvas, wordsAt: Box): string {
  const { width, height, palette, random } = canvas;
  const unit = Math.min(width, height);
  const colors = [palette.main, palette.second, palette.shade] as const;
  return Array.from({ length: 46 }, () => {
    const [x, y] = [random.between(0, width), random.between(0, height)];
    const [size, turn, color] = [
      unit * random.between(0.006, 0.013),
      random.between(0, 180),
      random.pick(colors),
    ];
    if (isInside(x, y, wordsAt, size * 3)) return '';
    return random.next() < 0.5
      ? dot(canvas, x, y, size * 0.7, color)
      : `<rect x="${n(x)}" y="${n(y)}" width="${n(size * 2.2)}" height="${n(size * 0.8)}" rx="${n(size * 0.4)}" transform="rotate(${n(turn)} ${n(x)} ${n(y)})" fill="${color}"/>`;
  }).join('');
}

function isInside(x: number, y: number, box: Box, margin: number): boolean {
  return (
    x > box.x - margin &&
    x < box.x + box.width + margin &&
    y > box.y - margin &&
    y < box.y + box.height + margin
  );
}
