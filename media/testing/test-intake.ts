import { expect } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  createIntake,
  ImageError,
  type ReceivedFile,
  type ReceivedImage,
} from '../intake/intake.ts';
import type { ChildPool } from '../children/pool.ts';

export type TestIntake = Awaited<ReturnType<typeof createTestIntake>>;

/** An intake with a scratch folder of its own. Closing it fails when it has left something there. */
export async function createTestIntake(pool: ChildPool) {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'intake-test-'));
  const intake = createIntake({ pool, scratchFolder });
  const received: ReceivedFile[] = [];

  /** Uploads a file in two halves. */
  async function receive(bytes: Buffer, bytesMax?: number): Promise<ReceivedImage> {
    const middle = bytes.length >> 1;
    const stream = Readable.from([bytes.subarray(0, middle), bytes.subarray(middle)], {
      objectMode: false,
    });
    const file = await intake.receive(stream, bytesMax === undefined ? {} : { bytesMax });
    received.push(file);
    return await file.decode();
  }

  /** The code with which a file is refused. */
  async function errorCodeOf(bytes: Buffer, bytesMax?: number): Promise<string> {
    const error: unknown = await receive(bytes, bytesMax).catch((reason: unknown) => reason);
    if (!(error instanceof ImageError)) throw new Error(`no ImageError: ${String(error)}`);
    return error.code;
  }

  async function close(): Promise<void> {
    await Promise.all(received.map((file) => file.dispose()));
    expect(await readdir(scratchFolder)).toEqual([]);
    await rm(scratchFolder, { recursive: true });
  }

  return { intake, scratchFolder, receive, errorCodeOf, close };
}
