import {
  circle,
  drawMotif,
  isDiscUnwanted,
  isWide,
  line,
  marginOf,
  n,
  rectangle,
  settingIn,
  type Canvas,
  type Composition,
} from './drawing.ts';
import type { MotifName } from '../../../../operations/design/motif-words.ts';
import { isAloft, isCelestial, isGround } from '../motifs/motifs.ts';

/** A landscape: sky with a light in it, ground in layers, and what was asked for standing on it. */
export function composeScene(canvas: Canvas): Composition {
  const { width, height, palette } = canvas;
  const wide = isWide(canvas);
  const horizon = height * (wide ? 0.74 : 0.68);
  const standing = canvas.motifs.filter((motif) => !isCelestial(motif) && !isGround(motif));
  const isGroup = ['tree', 'flower', 'leaf', 'city', 'house', 'palm', 'pumpkin', 'candle'].includes(
    standing[0] ?? '',
  );
  const art = [
    rectangle({ x: 0, y: 0, width, height }, palette.paper),
    sky(canvas, wide, horizon),
    ...ground(canvas, horizon, 0),
    isGroup ? group(canvas, standing, wide, horizon) : '',
    ...ground(canvas, horizon, 1),
    isGroup ? '' : single(canvas, standing, wide, horizon),
  ].join('');
  const margin = marginOf(canvas);
  return {
    art,
    setting: settingIn(
      canvas,
      wide
        ? {
            x: margin,
            y: margin,
            width: width * 0.5 - margin,
            height: height * (isGroup || canvas.motifs.includes('mountain') ? 0.44 : 0.56) - margin,
          }
        : { x: margin, y: margin, width: width - 2 * margin, height: height * 0.39 - margin },
      { anchor: 'top', ...(wide ? { align: 'left' as const } : {}) },
    ),
  };
}

/** One large light on the side that the words leave free, and small ones scattered round it. */
function sky(canvas: Canvas, wide: boolean, horizon: number): string {
  const { width, height, random } = canvas;
  const lights = canvas.motifs.filter(isCelestial);
  const large = lights.find((motif) => motif === 'sun' || motif === 'moon');
  const size = Math.min(width, height) * (wide ? 0.46 : 0.36);
  const x = wide
    ? width * random.between(0.7, 0.78)
    : width * (random.next() < 0.5 ? random.between(0.2, 0.3) : random.between(0.7, 0.8));
  const y = wide ? horizon - size * 0.55 : horizon - size * 0.18;
  const light = large
    ? drawMotif(large, { x: x - size / 2, y: y - size / 2, width: size, height: size }, canvas)
    : disc(canvas, x, y, size);
  const small = lights.find((motif) => motif === 'star' || motif === 'snow');
  return (
    light +
    (small ? scatter(canvas, small, horizon, wide) : '') +
    lights
      .filter(isAloft)
      .map((motif) => aloft(canvas, motif, wide))
      .join('')
  );
}

/** What hangs or flies between the words and the horizon: a garland from edge to edge, of others a few. */
function aloft(canvas: Canvas, motif: MotifName, wide: boolean): string {
  const { width, height, random } = canvas;
  const [from, top] = wide ? [width * 0.54, height * 0.04] : [0, height * 0.405];
  if (motif === 'bunting') {
    const count = wide ? 3 : 4;
    const side = (width - from) / count;
    return Array.from({ length: count }, (_, i) =>
      drawMotif(
        motif,
        { x: from + i * side, y: top - side * 0.1, width: side, height: side },
        canvas,
      ),
    ).join('');
  }
  const unit = Math.min(width, height);
  const count = wide ? 3 : 4;
  return Array.from({ length: count }, (_, i) => {
    const size = unit * random.between(0.1, 0.17);
    const x = from + ((i + random.between(0.2, 0.8)) / count) * (width - from) - size / 2;
    const y = top + random.between(0, 0.06) * height;
    return drawMotif(motif, { x, y, width: size, height: size }, canvas);
  }).join('');
}

/** A light that nobody named: none where it could be taken for something unwanted. */
function disc(canvas: Canvas, x: number, y: number, size: number): string {
  if (isDiscUnwanted(canvas)) return '';
  const { second } = canvas.palette;
  const radius = n(size / 2);
  const ring = `M${n(x - size / 2)} ${n(y)}a${radius} ${radius} 0 1 0 ${n(size)} 0a${radius} ${radius} 0 1 0 ${n(-size)} 0`;
  return canvas.style === 'minimal' ? line(ring, second, 3) : circle(x, y, size / 2, second);
}

function scatter(canvas: Canvas, motif: MotifName, horizon: number, wide: boolean): string {
  const { width, height, random, palette } = canvas;
  const unit = Math.min(width, height);
  const onLight = {
    light: palette.mix(palette.paper, palette.main, 0.35),
    second: palette.mix(palette.second, palette.main, 0.15),
  };
  return Array.from({ length: 22 }, () => {
    const size = unit * random.between(0.016, 0.042);
    const x = wide ? random.between(0.54, 0.98) * width : random.between(0.02, 0.98) * width;
    const y = wide ? random.between(0.04, 0.6) * height : random.between(0.41, 0.66) * height;
    const box = { x: x - size / 2, y: Math.min(y, horizon), width: size, height: size };
    return drawMotif(motif, box, canvas, { rotate: random.between(-20, 20), colors: onLight });
  }).join('');
}

/** `depth` 0: what lies behind those who stand; 1: in front of them. */
function ground(canvas: Canvas, horizon: number, depth: 0 | 1): string[] {
  const { height, palette, random, style } = canvas;
  const wants = (motif: MotifName) => canvas.motifs.includes(motif);
  const paint = (path: string, color: string) =>
    style === 'minimal'
      ? `<path d="${path}" fill="${palette.paper}" stroke="${palette.text}" stroke-width="2.5"/>`
      : `<path d="${path}" fill="${color}"/>`;
  const far = palette.mix(palette.main, palette.paper, 0.55);
  const middle = palette.mix(palette.main, palette.paper, 0.25);
  if (depth === 1) {
    const near = horizon + (height - horizon) * 0.62;
    return [paint(wants('wave') ? waves(canvas, near) : hill(canvas, near, 0.05), palette.shade)];
  }
  const layers = [0, 1].map((i) => horizon + (height - horizon) * i * 0.3);
  return [
    ...(wants('mountain') ? [paint(peaks(canvas, horizon), far)] : []),
    ...layers.map((y, i) =>
      paint(
        wants('wave') ? waves(canvas, y) : hill(canvas, y, random.between(0.05, 0.09)),
        i === 0 ? (wants('mountain') ? middle : far) : palette.main,
      ),
    ),
  ];
}

function hill({ width, height, random }: Canvas, y: number, swell: number): string {
  const rise = () => n(y - height * random.between(-swell, swell));
  return `M0 ${rise()}C${n(width * 0.25)} ${n(y - height * swell * 1.6)} ${n(width * 0.4)} ${n(y + height * swell)} ${n(width * random.between(0.5, 0.62))} ${n(y)}S${n(width * 0.85)} ${n(y - height * swell * 1.4)} ${width} ${rise()}V${height}H0Z`;
}

function waves({ width, height, random }: Canvas, y: number): string {
  const length = width / 5;
  const start = -random.between(0, 1) * length;
  const crest = n(length * 0.22);
  const swings = 't' + Array.from({ length: 14 }, () => `${n(length / 2)} 0`).join('t');
  return `M${n(start)} ${n(y)}q${n(length / 4)} -${crest} ${n(length / 2)} 0${swings}V${height}H0Z`;
}

function peaks({ width, height, random }: Canvas, horizon: number): string {
  const tops = [0.02, 0.2, 0.34, 0.52, 0.7, 0.86, 1].map((x, i) => {
    const rise = i % 2 === 1 ? random.between(0.16, 0.27) : random.between(0.02, 0.08);
    return `${n(x * width)} ${n(horizon - rise * height)}`;
  });
  return `M0 ${height}L0 ${n(horizon)}L${tops.join('L')}L${width} ${height}Z`;
}

/** One large piece in front of everything. */
function single(
  canvas: Canvas,
  [motif]: readonly MotifName[],
  wide: boolean,
  horizon: number,
): string {
  if (!motif) return '';
  const { width, height } = canvas;
  const size = Math.min(width, height) * (wide ? 0.58 : 0.44);
  const x = width * (wide ? 0.72 : 0.5) - size / 2;
  const y = horizon + (height - horizon) * 0.84 - size;
  const { light, main } = canvas.palette;
  const colors = { main: light, shade: canvas.palette.mix(light, main, 0.18) };
  return drawMotif(motif, { x, y, width: size, height: size }, canvas, { colors });
}

/** Many of a kind, the near ones larger, the second kind among them. */
function group(
  canvas: Canvas,
  [first, second = first]: readonly MotifName[],
  wide: boolean,
  horizon: number,
): string {
  if (!first || !second) return '';
  const { width, height, random } = canvas;
  const foot = horizon + (height - horizon) * 0.7;
  const count = wide ? 9 : 7;
  return Array.from({ length: count }, (_, i) => {
    const near = (i * 5) % count;
    const share = 0.17 + (near / count) * 0.2 + random.between(0, 0.05);
    const size = Math.min(width, height) * share;
    const x = ((i + random.between(0.2, 0.8)) / count) * width - size / 2;
    const y = foot - size - (1 - near / count) * height * 0.04;
    const box = { x, y, width: size, height: size };
    return { foot: y + size, svg: drawMotif(i % 3 === 2 ? second : first, box, canvas) };
  })
    .sort((a, b) => a.foot - b.foot)
    .map(({ svg }) => svg)
    .join('');
}
