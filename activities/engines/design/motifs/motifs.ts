import type { MotifName } from '../../../../operations/design/motif-words.ts';
import { at, disc, starPath, turn, type Shape } from './shapes.ts';
import { things } from './things.ts';

const waveLine = (y: number) =>
  `M-2 ${y}q13 -14 26 0t26 0t26 0t26 0V${y + 13}q-13 -14 -26 0t-26 0t-26 0t-26 0Z`;

const windows = (x: number, y: number, columns: number, rows: number) =>
  Array.from({ length: columns * rows }, (_, i) => {
    const [left, top] = [x + (i % columns) * 7, y + Math.floor(i / columns) * 10];
    return `M${left} ${top}h3.4v5h-3.4Z`;
  }).join('');

/** Everything that can be drawn, standing on the bottom of its box where it can stand. */
export const motifs = {
  tree: [
    { path: 'M45 84h10v16h-10Z', role: 'ink' },
    { path: 'M50 2L72 34H63L82 60H69L90 88H10L31 60H18L37 34H28Z', role: 'main' },
    { path: 'M50 2L72 34H63L82 60H69L90 88H50Z', role: 'shade' },
  ],
  star: [{ path: starPath(5, 50, 20.5), role: 'second' }],
  snow: [
    {
      path: turn(
        6,
        (a) => `M50 50L${at(a, 48)}M${at(a, 30)}L${at(a - 17, 43)}M${at(a, 30)}L${at(a + 17, 43)}`,
      ),
      role: 'light',
      stroke: 5,
    },
  ],
  sun: [
    {
      path: turn(16, (a) => `M${at(a - 4.5, 34)}L${at(a, 50)}L${at(a + 4.5, 34)}Z`),
      role: 'second',
    },
    { path: disc(50, 50, 29), role: 'second' },
  ],
  moon: [{ path: 'M64 6A46 46 0 1 0 94 66A37 37 0 1 1 64 6Z', role: 'second' }],
  wave: [
    { path: waveLine(34), role: 'second' },
    { path: waveLine(56), role: 'main' },
    { path: waveLine(78), role: 'shade' },
  ],
  mountain: [
    { path: 'M40 100L70 42L104 100Z', role: 'shade' },
    { path: 'M-4 100L38 14L80 100Z', role: 'main' },
    { path: 'M38 14L52 43L44 38L38 47L31 39L24 43Z', role: 'light' },
  ],
  flower: [
    { path: 'M48.5 60h3v40h-3Z', role: 'shade' },
    { path: 'M51 88q4 -20 24 -20q-2 20 -24 20ZM49 94q-4 -18 -22 -18q2 18 22 18Z', role: 'shade' },
    { path: turn(8, (a) => flowerPetal(a)), role: 'main' },
    { path: disc(50, 34, 8.5), role: 'second' },
  ],
  leaf: [
    { path: 'M50 98C6 70 12 26 50 2C88 26 94 70 50 98Z', role: 'main' },
    { path: 'M50 98C94 70 88 26 50 2Z', role: 'shade' },
    {
      path: 'M50 94V20M50 78L30 62M50 78L70 62M50 58L30 42M50 58L70 42M50 40L37 29M50 40L63 29',
      role: 'light',
      stroke: 2,
    },
  ],
  heart: [
    {
      path: 'M50 94C8 64 0 42 8 25C18 6 42 10 50 30C58 10 82 6 92 25C100 42 92 64 50 94Z',
      role: 'main',
    },
  ],
  city: [
    { path: 'M4 100V52h20V100ZM62 100V44h18V100Z', role: 'shade' },
    { path: 'M22 100V30l14 -10l14 10V100ZM48 100V8h16V100ZM78 100V60h20V100Z', role: 'main' },
    {
      path:
        windows(27, 38, 3, 6) +
        windows(51, 16, 2, 8) +
        windows(82, 68, 2, 3) +
        windows(8, 60, 2, 4),
      role: 'second',
    },
  ],
  music: [
    {
      path: 'M34 20L86 8V70a14.5 11 -14 1 1 -9 -10V31L43 39V82a14.5 11 -14 1 1 -9 -10Z',
      role: 'main',
    },
  ],
  cup: [
    { path: 'M72 48h8a15 15 0 0 1 0 30h-10', role: 'main', stroke: 6.5 },
    { path: 'M14 40H76V66a26 26 0 0 1 -26 26H40A26 26 0 0 1 14 66Z', role: 'main' },
    { path: 'M45 40H76V66a26 26 0 0 1 -26 26H45Z', role: 'shade' },
    { path: 'M8 94H84v5H8Z', role: 'ink' },
    {
      path: 'M32 30c-7 -8 7 -12 0 -22M46 30c-7 -8 7 -12 0 -22M60 30c-7 -8 7 -12 0 -22',
      role: 'second',
      stroke: 3.2,
    },
  ],
  ...things,
  circle: [
    { path: disc(50, 50, 50), role: 'main' },
    { path: 'M50 0a50 50 0 0 1 0 100Z', role: 'shade' },
    { path: disc(50, 50, 24), role: 'second' },
  ],
} as const satisfies Record<MotifName, readonly Shape[]>;

function flowerPetal(angle: number): string {
  const radians = (angle * Math.PI) / 180;
  const point = (x: number, y: number) =>
    `${(50 + x * Math.cos(radians) - y * Math.sin(radians)).toFixed(2)} ${(34 + x * Math.sin(radians) + y * Math.cos(radians)).toFixed(2)}`;
  return `M${point(0, -4)}C${point(-17, -16)} ${point(-12, -34)} ${point(0, -34)}C${point(12, -34)} ${point(17, -16)} ${point(0, -4)}Z`;
}

/** Whether a motif belongs in the sky rather than on the ground. */
export function isCelestial(motif: MotifName): boolean {
  return ['star', 'snow', 'sun', 'moon'].includes(motif) || isAloft(motif);
}

/** Whether a motif hangs or flies below the sky's own lights. */
export function isAloft(motif: MotifName): boolean {
  return ['bunting', 'balloon', 'bird', 'cloud', 'lightning'].includes(motif);
}

/** Whether a motif is the ground itself. */
export function isGround(motif: MotifName): boolean {
  return motif === 'wave' || motif === 'mountain';
}
