import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ImageError } from './intake.ts';
import { ChildFailure, createChildPool, type ChildPool } from '../children/pool.ts';
import { jpeg, photo } from '../testing/pictures.ts';
import { createTestIntake, type TestIntake } from '../testing/test-intake.ts';

let pool: ChildPool;
let intake: TestIntake['intake'];
let scratchFolder: TestIntake['scratchFolder'];
let receive: TestIntake['receive'];
let close: TestIntake['close'];

beforeAll(() => {
  pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
});

afterAll(() => pool.close());

beforeEach(async () => {
  ({ intake, scratchFolder, receive, close } = await createTestIntake(pool));
});

afterEach(() => close());

describe('an upload', () => {
  test('clears away what a killed process left a day ago, and nothing else', async () => {
    const [stale, recent, foreign] = ['intake-stale', 'intake-recent', 'of-others'].map((name) =>
      join(scratchFolder, name),
    ) as [string, string, string];
    for (const folder of [stale, recent, foreign]) {
      await mkdir(folder);
      await writeFile(join(folder, 'original'), 'private');
    }
    const yesterday = Date.now() / 1000 - 86_401;
    await Promise.all([stale, foreign].map((folder) => utimes(folder, yesterday, yesterday)));
    await receive(await jpeg());
    expect(await readdir(scratchFolder)).not.toContain('intake-stale');
    expect(await readdir(scratchFolder)).toEqual(
      expect.arrayContaining(['intake-recent', 'of-others']),
    );
    await Promise.all([recent, foreign].map((folder) => rm(folder, { recursive: true })));
  });

  test('that breaks off leaves nothing behind', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.push((await photo()).subarray(0, 1_000));
    const upload = intake.receive(broken);
    broken.destroy(new Error('connection lost'));
    await expect(upload).rejects.toThrow('connection lost');
  });

  test('that nobody waits for any more leaves nothing behind', async () => {
    const stop = new AbortController();
    stop.abort();
    const file = await intake.receive(Readable.from([await photo()]));
    const decoded = file.decode({ signal: stop.signal });
    const error: unknown = await decoded.catch((reason: unknown) => reason);
    await file.dispose();
    expect(error).toBeInstanceOf(ChildFailure);
    expect(error).toMatchObject({ kind: 'aborted' });
  });

  test('that is refused is read to its end, so that its sender hears the answer', async () => {
    const stream = Readable.from([Buffer.alloc(100), Buffer.alloc(100), Buffer.alloc(100)]);
    const ended = new Promise((resolve) => stream.once('end', resolve));
    await expect(intake.receive(stream, { bytesMax: 150 })).rejects.toThrow(ImageError);
    await ended;
  });
});
