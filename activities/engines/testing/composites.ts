import sharp from 'sharp';
import type { Pixels } from '../engine.ts';
import { toPixels } from '../pixels/pixels.ts';

/** A subject whose opacity and colours are known, on a ground that is known. */
export interface Composite {
  /** What an engine is given. */
  readonly picture: Pixels;
  /** One channel. */
  readonly opacity: Pixels;
  /** The subject's colours without the ground, three channels. */
  readonly own: Pixels;
}

export const shapes = ['star', 'ring', 'hair', 'fur', 'lace', 'glass', 'thin'] as const;
export type Shape = (typeof shapes)[number];
export type Ground = 'white' | 'dark' | 'green' | 'blue' | 'equal luma' | 'gradient' | 'blurred';
export const grounds: readonly Ground[] = [
  ...(['white', 'dark', 'green', 'blue', 'equal luma', 'gradient', 'blurred'] as const),
];

const colours: Readonly<Record<Shape, readonly [number, number, number]>> = {
  star: [220, 30, 30],
  ring: [210, 170, 60],
  hair: [70, 45, 30],
  fur: [200, 140, 70],
  lace: [190, 120, 160],
  glass: [90, 150, 190],
  thin: [40, 40, 150],
};

/** Draws a shape on a ground, with the texture and the noise of a photograph; the same each time. */
export async function composite(
  shape: Shape,
  ground: Ground,
  [width, height]: readonly [number, number],
): Promise<Composite> {
  const opacity = await drawn(shape, width, height);
  const next = numbers(`${shape} ${ground}`);
  const behind = groundOf(ground, colours[shape], width, height);
  const own = new Uint8Array(width * height * 3);
  const data = new Uint8ClampedArray(own.length);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const texture = 12 * Math.sin(x / 9 + y / 13) + 12 * (next() - 0.5);
    const share = (opacity.data[i] ?? 0) / 255;
    const back = behind(x, y);
    for (let c = 0; c < 3; c++) {
      const front = Math.min(255, Math.max(0, (colours[shape][c] ?? 0) + texture));
      own[i * 3 + c] = front;
      data[i * 3 + c] = share * front + (1 - share) * (back[c] ?? 0) + 6 * (next() - 0.5);
    }
  }
  return {
    picture: { data: Uint8Array.from(data), width, height, channels: 3 },
    opacity,
    own: { data: own, width, height, channels: 3 },
  };
}

function groundOf(
  ground: Ground,
  subject: readonly [number, number, number],
  width: number,
  height: number,
): (x: number, y: number) => readonly number[] {
  const luma = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;
  const plain = {
    white: [255, 255, 255],
    dark: [20, 22, 30],
    green: [10, 139, 20],
    blue: [20, 60, 220],
  };
  switch (ground) {
    case 'equal luma': {
      const turned = [subject[2] * 0.6 + 20, subject[0] * 0.5 + 60, subject[1] * 0.8 + 60] as const;
      const scale = luma(...subject) / luma(...turned);
      return () => turned.map((value) => Math.min(255, value * scale));
    }
    case 'gradient':
      return (x, y) => [60 + (150 * x) / width, 120 + (80 * y) / height, 200 - (100 * x) / width];
    case 'blurred':
      // Large soft lights and darks, as behind a portrait.
      return (x, y) => {
        const light = Math.sin((x / width) * 11) * Math.cos((y / height) * 9);
        return [120 + 70 * light, 130 + 50 * light, 110 - 60 * light];
      };
    default:
      return () => plain[ground];
  }
}

async function drawn(shape: Shape, width: number, height: number): Promise<Pixels> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-width / 2} ${-height / 2} ${width} ${height}"><rect x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" fill="#000"/>${bodies[shape](Math.min(width, height))}</svg>`;
  const image = sharp(Buffer.from(svg), { limitInputPixels: false, unlimited: true });
  return toPixels(image.removeAlpha().extractChannel(0), 1);
}

const circle = (radius: number, fill = '#fff', [x, y]: readonly [number, number] = [0, 0]) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;

/** What is white in it is subject; `side` is the shorter one of the picture. */
const bodies: Readonly<Record<Shape, (side: number) => string>> = {
  star(side) {
    const points = Array.from({ length: 720 }, (_, n) => {
      const turn = (n / 360) * Math.PI;
      const far = side * 0.33 * (0.62 + 0.38 * Math.cos(5 * turn));
      return `${far * Math.cos(turn)},${far * Math.sin(turn)}`;
    });
    return `<polygon points="${points.join(' ')}" fill="#fff"/>`;
  },
  ring: (side) => circle(side * 0.33) + circle(side * 0.2, '#000'),
  hair: (side) => circle(side * 0.25) + strands(side, 250, [0.15, 0.4]),
  fur: (side) => circle(side * 0.28) + strands(side * 1.12, 1_200, [0.04, 0.1]),
  lace(side) {
    const gap = side * 0.04;
    const holes = Array.from({ length: 225 }, (_, n) => [(n % 15) - 7, Math.floor(n / 15) - 7])
      .map(([x = 0, y = 0]) => [x * gap, y * gap] as const)
      .filter(([x, y]) => Math.hypot(x, y) < side * 0.28);
    return circle(side * 0.33) + holes.map((at) => circle(gap * 0.3, '#000', at)).join('');
  },
  glass: (side) => circle(side * 0.33) + circle(side * 0.28, '#737373'),
  thin(side) {
    const legs = Array.from({ length: 9 }, (_, n) => {
      const turn = (n / 9) * 2 * Math.PI;
      const [x, y] = [Math.cos(turn) * side * 0.42, Math.sin(turn) * side * 0.42];
      return `<line x2="${x}" y2="${y}" stroke="#fff" stroke-width="${side / 160}"/>`;
    });
    return circle(side * 0.22) + legs.join('');
  },
};

function strands(side: number, count: number, [shortest, longest]: readonly [number, number]) {
  const next = numbers('strands');
  return Array.from({ length: count }, () => {
    const turn = next() * 2 * Math.PI;
    const length = side * 0.25 * (shortest + next() * (longest - shortest));
    const bend = turn + (next() - 0.5) * 0.8;
    const at = (far: number, angle: number) => `${far * Math.cos(angle)} ${far * Math.sin(angle)}`;
    const [root, middle] = [side * 0.245, side * 0.245 + length / 2];
    const tip = at(root + length, turn * 0.7 + bend * 0.3);
    return `<path d="M${at(root, turn)}Q${at(middle, turn)} ${tip}" stroke="#fff" stroke-width="${side / 600}" fill="none"/>`;
  }).join('');
}

/** Numbers from 0 to 1 that are the same each time. */
function numbers(words: string): () => number {
  let state = Array.from(words).reduce(
    (sum, character) => sum * 31 + (character.codePointAt(0) ?? 0),
    7,
  );
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
