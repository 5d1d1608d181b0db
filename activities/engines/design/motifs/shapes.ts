/** Roles instead of colours: the palette decides. `shade` is a darker `main`. */
export type Role = 'main' | 'shade' | 'second' | 'light' | 'ink';

/** A shape in a box of 100 × 100: filled, or drawn with a stroke of that width. */
export interface Shape {
  readonly path: string;
  readonly role: Role;
  readonly stroke?: number;
}

/** SVG path of a disc. */
export const disc = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** A point at an angle (degrees, 0 = up, clockwise) from the middle of the box. */
export function at(angle: number, radius: number): string {
  const radians = ((angle - 90) * Math.PI) / 180;
  return `${(50 + radius * Math.cos(radians)).toFixed(2)} ${(50 + radius * Math.sin(radians)).toFixed(2)}`;
}

/** Paths of something that is drawn `count` times round the middle of the box. */
export const turn = (count: number, draw: (angle: number) => string) =>
  Array.from({ length: count }, (_, i) => draw((i * 360) / count)).join('');

/** SVG path of a star; radii from the middle of the box. */
export const starPath = (points: number, outer: number, inner: number) =>
  `M${turn(points, (angle) => `${at(angle, outer)} L${at(angle + 180 / points, inner)} L`).slice(0, -2)}Z`;
