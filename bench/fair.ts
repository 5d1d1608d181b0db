import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createFairInstance, type Customer } from './fair/instance.ts';
import { median, spread } from './statistics.ts';

const samples = 5;
const floodWidth = 30;
const floodPictures = 200;
const photo = await readFile(new URL('../media/fixtures/photos/coffee.png', import.meta.url));

/** Something that people ask for, made from a number so that no two are equal. */
type Ask = (who: Customer, n: number) => Promise<void>;

/**
 * How long somebody waits while another organization keeps thirty works in flight: of the same kind, and of every other
 * that takes up what he needs. He may wait three times as long as alone, and for what is left of the one piece of work
 * that was running when he came.
 */
export async function run(parts: readonly string[]): Promise<void> {
  const instance = await createFairInstance();
  try {
    const [few, many] = [await instance.customer(), await instance.customer()];
    for (const who of [few, many]) {
      for (let n = 0; n < floodPictures; n += 1) who.pictures.push(await who.upload(await file(n)));
    }
    const alone = new Map<Work, number>();
    for (const name of works) {
      await asked[name](few, next());
      alone.set(name, median(await times(few, asked[name])));
      print(`${name.padEnd(8)} alone ${(alone.get(name) ?? 0).toFixed(0)} ms`);
    }
    for (const [name, floods] of Object.entries(pairs) as [Work, Work[]][]) {
      if (parts.length > 0 && !parts.includes(name)) continue;
      for (const other of floods) {
        const stop = flood(many, asked[other]);
        await asked[name](few, next());
        const flooded = await times(few, asked[name]);
        await stop();
        const [ownMs = 0, pieceMs = 0] = [alone.get(name), alone.get(other)];
        const ratio = Math.max(0, median(flooded) - pieceMs) / ownMs;
        print(`${name.padEnd(8)} while ${other} floods ${spread(flooded)} ms`);
        print(`RATIO fair.${name}${other === name ? '' : `-beside-${other}`} ${ratio.toFixed(2)}`);
      }
    }
  } finally {
    await instance.stop();
  }
}

type Work = 'palette' | 'crop' | 'cut-out' | 'upload' | 'upscale';
const works: readonly Work[] = ['palette', 'crop', 'cut-out', 'upload', 'upscale'];

/** Who waits, and who floods. */
const pairs: Partial<Record<Work, Work[]>> = {
  palette: ['palette', 'upload', 'upscale'],
  crop: ['crop', 'palette', 'upload', 'upscale'],
  'cut-out': ['cut-out', 'palette', 'upload', 'upscale'],
  upload: ['upload', 'palette', 'upscale'],
};

/** No two works of a customer are equal: a stored result would answer the second for nothing. */
let last = 0;
const next = () => (last += 1);

const asked: Record<Work, Ask> = {
  palette: (who, n) =>
    who.job('extract-colors', {
      asset: picture(who, n),
      max_colors: 1 + (Math.floor(n / floodPictures) % 12),
    }),
  crop: (who, n) =>
    who.job('smart-crop', {
      asset: picture(who, n),
      aspect_ratio: ['1:1', '16:9', '9:16', '4:3'][Math.floor(n / floodPictures) % 4],
    }),
  'cut-out': (who, n) =>
    who.job('background-removal', {
      asset: picture(who, n),
      mode: ['auto', 'product', 'animal', 'person'][Math.floor(n / floodPictures) % 4],
    }),
  upscale: (who, n) =>
    who.job('upscale', { asset: picture(who, n), denoise_strength: (n % 1_000) / 1_000 }),
  upload: async (who, n) => {
    await who.upload(await file(1_000 + n));
  },
};

const picture = ({ pictures }: Customer, n: number) => pictures[n % pictures.length];

/** A photograph of a size of its own. */
function file(n: number): Promise<Buffer> {
  return sharp(photo)
    .resize(560 + (n % 600), 400 + Math.floor(n / 600))
    .png({ compressionLevel: 1 })
    .toBuffer();
}

async function times(who: Customer, ask: Ask): Promise<number[]> {
  const taken: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const began = performance.now();
    await ask(who, next());
    taken.push(performance.now() - began);
  }
  return taken;
}

/** Keeps as many in flight until it is stopped; answers how. */
function flood(who: Customer, ask: Ask): () => Promise<void> {
  let over = false;
  const lane = async () => {
    while (!over) await ask(who, next());
  };
  const lanes = Promise.all(Array.from({ length: floodWidth }, lane));
  return async () => {
    over = true;
    await lanes;
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
