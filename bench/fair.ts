import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createFairInstance, type Customer } from './fair/instance.ts';
import { median, spread } from './statistics.ts';

const samples = 5;
const floodWidth = 30;
const floodPictures = 40;
const photo = await readFile(new URL('../media/fixtures/photos/coffee.png', import.meta.url));

/** Something that people ask for, made from a number so that no two are equal. */
type Ask = (who: Customer, n: number) => Promise<void>;

/**
 * How long somebody waits while another organization keeps thirty of the same in flight, against how long he waits
 * alone. Of 4 that may be, one is what is left of the piece of work that was running when he came.
 */
export async function run(parts: readonly string[]): Promise<void> {
  const instance = await createFairInstance();
  try {
    const [few, many] = [await instance.customer(), await instance.customer()];
    for (const who of [few, many]) {
      for (let n = 0; n < floodPictures; n += 1) who.pictures.push(await who.upload(await file(n)));
    }
    for (const [name, ask] of Object.entries(asked)) {
      if (parts.length > 0 && !parts.includes(name)) continue;
      await ask(few, 0);
      const alone = await times(few, ask, 1);
      const stop = flood(many, ask);
      await ask(few, 10);
      const flooded = await times(few, ask, 20);
      await stop();
      print(`${name.padEnd(8)} alone ${spread(alone)} ms, under the flood ${spread(flooded)} ms`);
      print(`RATIO fair.${name} ${(median(flooded) / median(alone)).toFixed(2)}`);
    }
  } finally {
    await instance.stop();
  }
}

const asked: Record<string, Ask> = {
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
  upload: async (who, n) => {
    await who.upload(await file(100 + n));
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

async function times(who: Customer, ask: Ask, first: number): Promise<number[]> {
  const taken: number[] = [];
  for (let n = first; n < first + samples; n += 1) {
    const began = performance.now();
    await ask(who, n);
    taken.push(performance.now() - began);
  }
  return taken;
}

/** Keeps as many in flight until it is stopped; answers how. */
function flood(who: Customer, ask: Ask): () => Promise<void> {
  let n = 0;
  let over = false;
  const lane = async () => {
    while (!over) await ask(who, n++);
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
