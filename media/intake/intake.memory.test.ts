import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { createIntake, ImageError, type Intake } from './intake.ts';
import { uploadBytesMax } from '../../domain/limits.ts';
import { createChildPool, type ChildPool } from '../children/pool.ts';
import {
  animationControl,
  buryJpegHeader,
  flatPng,
  insertIntoPng,
  resizeAvifHeader,
  resizeJpegHeader,
  tinyPngHeader,
  tinyWebpHeader,
} from '../testing/hostile-files.ts';

const megabyte = 1024 * 1024;

let pool: ChildPool;
let scratchFolder: string;
let intake: Intake;

beforeEach(async () => {
  scratchFolder = await mkdtemp(join(tmpdir(), 'intake-memory-'));
  pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
  intake = createIntake({ pool, scratchFolder });
});

afterEach(async () => {
  await pool.close();
  expect(await readdir(scratchFolder)).toEqual([]);
  await rm(scratchFolder, { recursive: true });
});

/**
 * How much our own memory grows at most during the work, how long our loop is busy at a stretch, and
 * how late it usually is. Busy is counted in processor time of this thread: on a crowded machine the
 * clock also counts the time that others were given.
 */
async function burdenOf(work: () => Promise<unknown>) {
  const start = process.memoryUsage.rss();
  let peak = start;
  let busyUntilNow = busyMs();
  let longestBusyMs = 0;
  const sampler = setInterval(() => {
    const busy = busyMs();
    longestBusyMs = Math.max(longestBusyMs, busy - busyUntilNow);
    busyUntilNow = busy;
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  try {
    await work();
  } finally {
    delay.disable();
    clearInterval(sampler);
  }
  return { growthBytes: peak - start, longestBusyMs, usualDelayMs: delay.percentile(50) / 1e6 };
}

function busyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Twenty files, each of a few hundred kilobytes at most, that want gigabytes or hours. */
async function bombs(): Promise<Buffer[]> {
  const small = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
  const [png, jpeg, avif] = await Promise.all([
    small.clone().png().toBuffer(),
    small.clone().jpeg().toBuffer(),
    small.clone().avif().toBuffer(),
  ]);
  // Small in our own memory: what making it leaves behind would hide what the uploads take.
  const raw = { width: 64, height: 64 * 1_000, channels: 3, pageHeight: 64 } as const;
  const frames = Buffer.alloc(raw.width * raw.height * raw.channels).map((_, i) => i / 12_288);
  const animation = await sharp(frames, { raw, limitInputPixels: false }).webp().toBuffer();
  const kinds = [
    tinyPngHeader(),
    tinyWebpHeader(),
    flatPng(20_000, 13_000),
    insertIntoPng(png, animationControl(10_000)),
    animation,
    resizeAvifHeader(avif, 30_000, 30_000),
    // The header's reader cannot see through the next two: a child must.
    buryJpegHeader(resizeJpegHeader(jpeg, 65_500, 65_500)),
    flatPng(7_000, 7_000, 10),
    resizeAvifHeader(avif, 7_000, 7_000),
    flatPng(7_000, 7_000, 6_900),
  ];
  return [...kinds, ...kinds];
}

/** Processor time that decoding one of these here would take at least, in one turn; collecting garbage takes far less. */
const decodeMs = 1_000;

test('refuses 20 bombs at once while it grows by less than 100 MB and keeps answering', async () => {
  const files = await bombs();
  const upload = async (bytes: Buffer) => {
    const file = await intake.receive(Readable.from([bytes]));
    await file.decode().finally(() => file.dispose());
  };
  let results: PromiseSettledResult<unknown>[] = [];
  const { growthBytes, longestBusyMs, usualDelayMs } = await burdenOf(async () => {
    results = await Promise.allSettled(files.map(upload));
  });
  const refused = results.filter(
    (result) => result.status === 'rejected' && result.reason instanceof ImageError,
  );
  expect(refused).toHaveLength(20);
  expect(growthBytes).toBeLessThan(100 * megabyte);
  expect(longestBusyMs).toBeLessThan(decodeMs);
  expect(usualDelayMs).toBeLessThan(50);
});

test('accepts 52,428,800 bytes without holding them, and refuses one more', async () => {
  const image = flatPng(64, 64);
  function* padded(length: number) {
    yield image;
    const padding = Buffer.alloc(65_536);
    for (let left = length - image.length; left > 0; left -= padding.length) {
      yield padding.subarray(0, left);
    }
  }
  const { growthBytes, longestBusyMs, usualDelayMs } = await burdenOf(async () => {
    const received = await intake.receive(Readable.from(padded(uploadBytesMax)));
    expect((await received.decode()).original.bytes).toBe(52_428_800);
    await received.dispose();
  });
  expect(growthBytes).toBeLessThan(40 * megabyte);
  expect(longestBusyMs).toBeLessThan(decodeMs);
  expect(usualDelayMs).toBeLessThan(50);
  const oneMore = intake.receive(Readable.from(padded(uploadBytesMax + 1)));
  await expect(oneMore).rejects.toMatchObject({ code: 'file_too_large' });
});

test('gives the decoder of the largest pictures enough memory', async () => {
  const raw = { width: 10_000, height: 5_000, channels: 3 } as const;
  const pixels = Buffer.alloc(raw.width * raw.height * raw.channels, 'a row of colours');
  // The costliest to decode: a progressive JPEG is held whole, and turning it holds it twice.
  const file = await sharp(pixels, { raw })
    .withMetadata({ orientation: 6 })
    .jpeg({ progressive: true })
    .toBuffer();
  const received = await intake.receive(Readable.from([file]));
  expect((await received.decode()).canonical).toMatchObject({ width: 5_000, height: 10_000 });
  await received.dispose();
});
