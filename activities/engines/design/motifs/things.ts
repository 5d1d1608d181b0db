import type { MotifName } from '../../../../operations/design/motif-words.ts';
import { at, disc, turn, type Shape } from './shapes.ts';

/** Where a garland's string hangs at `x` (0–100). */
const sag = (x: number) => 20 + 48 * (x / 100) * (1 - x / 100);

const pennants = (starts: readonly number[]) =>
  starts
    .map((x) => `M${x} ${sag(x)}L${x + 17} ${sag(x + 17)}L${x + 8.5} ${sag(x + 8.5) + 32}Z`)
    .join('');

const scallops = (count: number, width: number, drop: number) =>
  `q${-width / 2} ${drop} ${-width} 0`.repeat(count);

const half = 'C84 4 92 26 86 46C80 62 64 72 50 74Z';

/** What people hold, ride, eat, read: drawn like `motifs.ts`. */
export const things = {
  bunting: [
    { path: pennants([4, 52]), role: 'main' },
    { path: pennants([28, 76]), role: 'second' },
    { path: 'M0 20Q50 44 100 20', role: 'ink', stroke: 2.4 },
  ],
  balloon: [
    { path: 'M50 80q-9 9 0 20', role: 'ink', stroke: 2 },
    { path: `M50 74C36 72 20 62 14 46C8 26 16 4 50 4${half}`, role: 'main' },
    { path: `M50 4${half}`, role: 'shade' },
    { path: 'M46 73h8l4 8h-16Z', role: 'second' },
  ],
  gift: [
    { path: 'M12 44H88V98H12Z', role: 'main' },
    { path: 'M6 30H94V46H6Z', role: 'shade' },
    { path: 'M43 30h14v68h-14Z', role: 'second' },
    {
      path: 'M50 30C30 31 17 22 23 12C30 2 46 13 50 30C54 13 70 2 77 12C83 22 70 31 50 30Z',
      role: 'second',
    },
  ],
  bird: [
    { path: 'M44 76v18M55 74v20', role: 'ink', stroke: 2.6 },
    {
      path: 'M4 54C20 58 30 50 36 38C44 20 62 16 72 27L92 32L75 40C77 64 58 80 32 80C20 80 10 70 4 54Z',
      role: 'main',
    },
    { path: 'M32 56C44 40 62 42 67 52C60 68 42 72 32 56Z', role: 'second' },
    { path: disc(68, 32, 2.6), role: 'light' },
  ],
  fish: [
    {
      path: 'M4 50C20 22 52 18 76 46L96 28C92 44 92 56 96 72L76 54C52 82 20 78 4 50Z',
      role: 'main',
    },
    { path: 'M4 50C20 78 52 82 76 54L73 50Z', role: 'shade' },
    { path: 'M40 33q9 17 0 34M55 34q8 16 0 32', role: 'second', stroke: 3 },
    { path: disc(22, 44, 3.8), role: 'light' },
  ],
  boat: [
    { path: 'M47 4h4v66h-4Z', role: 'ink' },
    { path: 'M55 10L90 62H55Z', role: 'second' },
    { path: 'M43 20L16 62H43Z', role: 'shade' },
    { path: 'M6 70H94C90 88 80 96 66 96H34C20 96 10 88 6 70Z', role: 'main' },
  ],
  house: [
    { path: 'M70 12h10v22h-10Z', role: 'ink' },
    { path: 'M14 46H86V100H14Z', role: 'main' },
    { path: 'M4 52L50 10L96 52Z', role: 'shade' },
    { path: 'M42 68h16v32h-16Z', role: 'ink' },
    { path: 'M22 60h13v13h-13ZM65 60h13v13h-13Z', role: 'second' },
  ],
  book: [
    { path: 'M50 26C36 16 18 16 4 22V86C18 80 36 80 50 90Z', role: 'main' },
    { path: 'M50 26C64 16 82 16 96 22V86C82 80 64 80 50 90Z', role: 'shade' },
    {
      path: 'M13 37q15 -5 29 4M13 51q15 -5 29 4M13 65q15 -5 29 4M58 41q14 -9 29 -4M58 55q14 -9 29 -4M58 69q14 -9 29 -4',
      role: 'light',
      stroke: 2.8,
    },
  ],
  cake: [
    { path: 'M24 40H76V64H24Z', role: 'shade' },
    { path: 'M10 62H90V98H10Z', role: 'main' },
    { path: `M10 62H90V72${scallops(5, 16, 13)}Z`, role: 'light' },
    { path: 'M33 22h6v18h-6ZM47 22h6v18h-6ZM61 22h6v18h-6Z', role: 'second' },
    {
      path: 'M36 6q6 8 0 13q-6 -5 0 -13ZM50 6q6 8 0 13q-6 -5 0 -13ZM64 6q6 8 0 13q-6 -5 0 -13Z',
      role: 'second',
    },
  ],
  glass: [
    { path: 'M22 22H78C79 43 67 56 50 56C33 56 21 43 22 22Z', role: 'main' },
    { path: 'M50 22H78C79 43 67 56 50 56Z', role: 'shade' },
    {
      path: 'M24 5H76C82 37 69 56 50 56C31 56 18 37 24 5ZM50 56V92M28 95H72',
      role: 'ink',
      stroke: 3.6,
    },
    { path: 'M31 29C31 38 34 44 39 48', role: 'light', stroke: 3 },
  ],
  ball: [
    { path: disc(50, 50, 46), role: 'light' },
    { path: `M${turn(5, (a) => `${at(a, 17)}L`).slice(0, -1)}Z`, role: 'ink' },
    {
      path: turn(
        5,
        (a) => `M${at(a - 18, 45)}L${at(a, 33)}L${at(a + 18, 45)}A46 46 0 0 0 ${at(a - 18, 45)}Z`,
      ),
      role: 'ink',
    },
    { path: turn(5, (a) => `M${at(a, 17)}L${at(a, 34)}`), role: 'ink', stroke: 2.6 },
    { path: disc(50, 50, 46), role: 'ink', stroke: 3 },
  ],
  umbrella: [
    { path: 'M50 48V84a9.5 9.5 0 0 1 -19 0', role: 'ink', stroke: 4.6 },
    { path: `M4 54A46 46 0 0 1 96 54${scallops(6, 15.33, -11)}Z`, role: 'main' },
    { path: `M50 8A46 46 0 0 1 96 54${scallops(3, 15.33, -11)}Z`, role: 'shade' },
    { path: 'M48 3h4v8h-4Z', role: 'ink' },
  ],
  cloud: [
    { path: 'M25 78A21 21 0 0 1 23 36A27 27 0 0 1 73 30A24 24 0 0 1 78 78Z', role: 'main' },
    { path: 'M25 78A21 21 0 0 1 9 70C32 74 62 74 96 64A24 24 0 0 1 78 78Z', role: 'shade' },
  ],
  palm: [
    { path: 'M46 40C49 62 47 82 42 100H55C58 80 57 60 53 40Z', role: 'ink' },
    {
      path: 'M50 40C34 16 14 18 2 38C20 30 36 34 50 40C64 34 80 30 98 38C86 18 66 16 50 40Z',
      role: 'main',
    },
    {
      path: 'M50 40C28 36 12 48 12 70C24 54 36 46 50 40C64 46 76 54 88 70C88 48 72 36 50 40Z',
      role: 'shade',
    },
    { path: 'M50 40C38 24 42 8 56 0C60 14 60 28 50 40Z', role: 'main' },
    { path: disc(46, 44, 4) + disc(54, 45, 4), role: 'second' },
  ],
  pumpkin: [
    { path: 'M45 26C43 14 48 6 60 3L64 10C57 13 55 18 56 26Z', role: 'ink' },
    {
      path: 'M50 26C66 17 96 26 96 60C96 88 72 98 50 94C28 98 4 88 4 60C4 26 34 17 50 26Z',
      role: 'main',
    },
    { path: 'M50 26C66 32 68 86 50 94C32 86 34 32 50 26Z', role: 'shade' },
  ],
  lightning: [{ path: 'M60 1L16 57H44L34 99L84 38H55L70 1Z', role: 'second' }],
  crown: [
    { path: 'M10 82L3 28L29 52L50 14L71 52L97 28L90 82Z', role: 'main' },
    { path: 'M10 82H90V95H10Z', role: 'shade' },
    { path: disc(50, 12, 6) + disc(4, 26, 5) + disc(96, 26, 5) + disc(50, 66, 6), role: 'second' },
  ],
  rocket: [
    { path: 'M39 78H61Q60 92 50 100Q40 92 39 78Z', role: 'second' },
    { path: 'M34 54L14 78V92L36 80ZM66 54L86 78V92L64 80Z', role: 'ink' },
    { path: 'M50 1C71 18 75 46 66 80H34C25 46 29 18 50 1Z', role: 'main' },
    { path: 'M50 1C71 18 75 46 66 80H50Z', role: 'shade' },
    { path: disc(50, 36, 9), role: 'light' },
  ],
  candle: [
    { path: 'M37 44H63V92H37Z', role: 'main' },
    { path: 'M50 44H63V92H50Z', role: 'shade' },
    { path: 'M49 33h2.4v12h-2.4Z', role: 'ink' },
    { path: 'M50 2C63 18 63 31 50 37C37 31 37 18 50 2Z', role: 'second' },
    { path: 'M22 92H78v7H22Z', role: 'ink' },
  ],
  bicycle: [
    { path: disc(22, 68, 19) + disc(78, 68, 19), role: 'ink', stroke: 4.4 },
    {
      path: 'M22 68L40 36H68L50 68ZM40 36L50 68M40 36L36 26M29 26H43M68 36L78 68M68 36L64 22H76',
      role: 'main',
      stroke: 4.6,
    },
    { path: disc(50, 68, 4.4), role: 'second' },
  ],
  fruit: [
    {
      path: 'M50 32C60 21 92 21 92 54C92 82 71 100 58 96C52 94 48 94 42 96C29 100 8 82 8 54C8 21 40 21 50 32Z',
      role: 'main',
    },
    { path: 'M50 32C60 21 92 21 92 54C92 82 71 100 58 96C55 95 52 94.4 50 94.4Z', role: 'shade' },
    { path: 'M50 32C49 21 53 12 60 5', role: 'ink', stroke: 4.2 },
    { path: 'M55 21C62 6 79 5 86 9C82 23 67 28 55 21Z', role: 'second' },
  ],
  cat: [
    { path: 'M68 92C92 94 94 68 82 58', role: 'main', stroke: 7.5 },
    { path: 'M36 46C23 62 21 84 25 100H73C77 84 73 62 62 46Z', role: 'main' },
    { path: 'M49 50C64 60 66 84 62 100H73C77 84 73 62 62 46Z', role: 'shade' },
    { path: 'M30 6L40 19H58L68 6L72 33C72 46 63 53 49 53C35 53 26 46 26 33Z', role: 'main' },
    { path: disc(40, 34, 3.2) + disc(58, 34, 3.2), role: 'light' },
  ],
} as const satisfies Partial<Record<MotifName, readonly Shape[]>>;
