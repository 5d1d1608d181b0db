import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { readNetwork } from '../activities/engines/upscale/esrgan-network.ts';
import { compare, elapsed } from './engines/compare.ts';
import { compareEdges } from './engines/edges.ts';
import { startOurs, type Ours } from './engines/ours.ts';
import { findPalettePeers } from './engines/palette-peers.ts';
import { startRembg } from './engines/rembg.ts';
import { median, spread } from './statistics.ts';

const photos = new URL('../media/fixtures/photos/', import.meta.url);

interface Pictures {
  /** 512 × 512, 0.26 megapixels. */
  readonly small: string;
  /** 4243 × 2828, 12 megapixels, JPEG. */
  readonly large: string;
}

/**
 * Our engines against their peers, from bytes to bytes, each round one after the other. Peers are found by `BENCH_PYTHON`
 * (a Python with `rembg[cpu]`) and `BENCH_PACKAGES` (a folder with node-vibrant and colorthief installed); what is not
 * there is said, and its ratio left out.
 */
export async function run(parts: readonly string[]): Promise<void> {
  // As our children have it: on a machine that has other work the peers would else be served first.
  setPriority(10);
  const folder = await mkdtemp(join(tmpdir(), 'bench-engines-'));
  const pictures = await makePictures(folder);
  const wanted = Object.entries(measures).filter(
    ([name]) => parts.length === 0 || parts.includes(name),
  );
  try {
    for (const [, measure] of wanted) {
      const ours = startOurs(folder);
      try {
        await measure({ folder, pictures, ours });
      } finally {
        await ours.close();
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Bench {
  readonly folder: string;
  readonly pictures: Pictures;
  readonly ours: Ours;
}

const measures: Record<string, (bench: Bench) => Promise<void>> = {
  'cut-small': ({ pictures: { small }, ...bench }) => cutOut('cut-small', small, bench),
  'cut-large': ({ pictures: { large }, ...bench }) => cutOut('cut-large', large, bench),
  edges,
  palette,
  intake,
  upscale,
  'first-job': firstJobs,
};

async function cutOut(name: string, path: string, { folder, ours }: Omit<Bench, 'pictures'>) {
  const rembg = await startRembg(folder);
  if (!rembg) {
    missing('rembg', name);
    return;
  }
  let rembgBytes = 0;
  const contenders = {
    rembg: async () => (rembgBytes = await rembg.cut(path)),
    atelier: () => ours.run('u2netp', path, { mode: 'auto' }),
  };
  const ratio = await compare(name, contenders).finally(() => {
    rembg.stop();
  });
  printRatio(name, ratio);
  if (name !== 'cut-large') return;
  print(`memory: rembg ${megabytes(rembgBytes)} MB, atelier ${megabytes(ours.peakBytes())} MB`);
  printRatio('cut-memory', ours.peakBytes() / rembgBytes);
}

/** Not how long it takes, but how wrong it is. */
async function edges({ folder }: Bench): Promise<void> {
  const rembg = await startRembg(folder);
  if (!rembg) {
    missing('rembg', 'edges');
    return;
  }
  const { plain, matting } = await compareEdges(folder, rembg, print).finally(() => {
    rembg.stop();
  });
  printRatio('edges', plain);
  printRatio('edges-matting', matting);
}

/** The ratio is the one against the quicker peer. */
async function palette({ pictures: { large }, ours }: Bench): Promise<void> {
  const parameters = { max_colors: 6, include_neutral: false };
  const atelier = () => ours.run('kmeans-oklab', large, parameters);
  const ratios = [];
  for (const [name, take] of Object.entries(findPalettePeers())) {
    if (!take) missing(name, 'palette');
    else ratios.push(await compare('palette', { [name]: () => take(large), atelier }));
  }
  if (ratios.length > 0) printRatio('palette', Math.max(...ratios));
}

/** The peer is what a program of ten lines would do, with the same settings. */
async function intake({ pictures: { large }, folder, ours }: Bench): Promise<void> {
  const plain = async () => {
    const picture = sharp(large).autoOrient();
    const jpeg = picture.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
    await jpeg.toFile(join(folder, 'plain.jpg'));
    const small = picture.clone().resize(512, 512, { fit: 'inside' });
    await small.webp({ quality: 80 }).toFile(join(folder, 'plain.webp'));
  };
  const atelier = () => ours.takeIn(large);
  printRatio('intake', await compare('intake', { sharp: plain, atelier }));
}

/** The peer is the network alone, on the whole picture, as onnxruntime runs it when nothing is asked of it. */
async function upscale({ pictures: { small }, ours }: Bench): Promise<void> {
  const network = await InferenceSession.create(await readNetwork('esrgan-slim'), {
    intraOpNumThreads: 2,
  });
  const { data, info } = await sharp(small)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const tile = new Tensor('uint8', new Uint8Array(data), [info.height, info.width, 3]);
  const parameters = { scale: 2, enhance_details: true, denoise_strength: 0.3 };
  const contenders = {
    onnxruntime: () => network.run({ tile }),
    atelier: () => ours.run('esrgan-slim', small, parameters),
  };
  printRatio('upscale', await compare('upscale', contenders));
}

/** How much dearer the first job of each kind is than the next ones, in a child that is not there yet. */
async function firstJobs({ pictures: { small }, ours }: Bench): Promise<void> {
  const enlarging = { scale: 2, enhance_details: true, denoise_strength: 0.3 };
  const kinds = [
    ['u2netp', { mode: 'person' }],
    ['smartcrop', { aspect_ratio: '1:1', focus: 'auto' }],
    ['esrgan-slim', enlarging],
    ['kmeans-oklab', { max_colors: 6, include_neutral: false }],
  ] as const;
  for (const [model, parameters] of kinds) {
    const job = () => elapsed(() => ours.run(model, small, parameters));
    const first = await job();
    const next = [await job(), await job(), await job(), await job(), await job()];
    print(`${model.padEnd(14)} first ${first.toFixed(0)} ms, next ${spread(next)} ms`);
    printRatio(`first-${model}-s`, (first - median(next)) / 1000);
  }
}

async function makePictures(folder: string): Promise<Pictures> {
  const [small, large] = [join(folder, 'small.png'), join(folder, 'large.jpg')];
  await copyFile(new URL('astronaut.png', photos), small);
  await sharp(fileURLToPath(new URL('coffee.png', photos)))
    .resize(4_243, 2_828, { fit: 'fill' })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(large);
  return { small, large };
}

function missing(peer: string, name: string): void {
  print(`engines.${name} is not measured: ${peer} is not installed (see bench/README.md)`);
}

function printRatio(name: string, ratio: number): void {
  print(`RATIO engines.${name} ${ratio.toFixed(2)}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
