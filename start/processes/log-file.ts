import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

export interface LogLimits {
  /** A file that would grow beyond it makes way for a fresh one. */
  readonly bytesMax: number;
  /** How many full files are kept beside it: `….log.1` is the youngest. */
  readonly kept: number;
}

const usualLimits: LogLimits = { bytesMax: 20 * 1024 * 1024, kept: 3 };
/** A line that is longer is written in parts: nothing is kept in memory for ever. */
const lineBytesMax = 1024 * 1024;
const newline = 0x0a;

/**
 * Appends what a child says on its two streams to a file that is only its owner's, whole lines only, and rotates it by
 * size. Nothing is open for longer than a write, so that the file may also be moved away by others.
 */
export function keepLog(child: ChildProcess, path: string, limits = usualLimits): ChildProcess {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (const stream of [child.stdout, child.stderr]) if (stream) keepLines(stream, path, limits);
  return child;
}

/** Appends the stream's lines to the file. */
export function keepLines(stream: Readable, path: string, { bytesMax, kept }: LogLimits): void {
  function makeWay(): void {
    for (let age = kept; age > 0; age -= 1) moveIfThere(older(path, age - 1), older(path, age));
  }

  function append(bytes: Buffer): void {
    let file = openSync(path, 'a', 0o600);
    try {
      const { size } = fstatSync(file);
      if (size > 0 && size + bytes.length > bytesMax) {
        makeWay();
        closeSync(file);
        file = openSync(path, 'a', 0o600);
      }
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    } finally {
      closeSync(file);
    }
  }

  function write(bytes: Buffer): void {
    try {
      append(bytes);
    } catch {
      // A full disk must not end what is logged about; what could be said of it could not be written either.
    }
  }

  let begun: Buffer[] = [];
  let begunBytes = 0;
  function flush(): void {
    if (begun.length > 0) write(Buffer.concat(begun));
    begun = [];
    begunBytes = 0;
  }
  stream.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      begun.push(chunk.subarray(0, end));
      flush();
    }
    if (end < chunk.length) begun.push(chunk.subarray(end));
    begunBytes += chunk.length - end;
    if (begunBytes > lineBytesMax) flush();
  });
  // What a killed program had begun to say is often what matters.
  stream.on('close', flush);
}

function older(path: string, age: number): string {
  return age === 0 ? path : `${path}.${age}`;
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
