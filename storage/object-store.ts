import type { Readable } from 'node:stream';

/** Bytes of an object, or of a range of it. `body` must be read or destroyed. */
interface StoredObject {
  readonly body: Readable;
  /** The number of bytes that `body` delivers. */
  readonly bytes: number;
  readonly contentType: string;
}

/**
 * Where files live. A key is a server-made path such as `org/{uuid}/blobs/{sha256}/{uuid}`; what was put
 * under a key is there as a whole or not at all, also after a crash.
 */
export interface ObjectStore {
  /**
   * Stores an object, replacing the one that was there. Rejects with `IntegrityError` when the bytes
   * do not have the `sha256` (hex) that was promised, and stores nothing then.
   */
  put(
    key: string,
    body: Readable | Uint8Array,
    options: { contentType: string; sha256?: string },
  ): Promise<{ bytes: number }>;
  /**
   * `range` is inclusive, in bytes, and is cut at the object's end; a start beyond the end rejects
   * with a RangeError. Null when nothing is there.
   */
  get(key: string, range?: { start: number; end: number }): Promise<StoredObject | null>;
  /** The object as a file of this machine, to read only; null when there is none. Only stores that have files. */
  localPath?(key: string): Promise<string | null>;
  /** Every key that was last written before `time`, in no particular order. */
  keysBefore(time: Date): AsyncIterable<string>;
  head(key: string): Promise<{ bytes: number; contentType: string } | null>;
  /** Deleting what is not there succeeds. */
  delete(key: string): Promise<void>;
  /** Whether an object could be written just now. */
  healthy(): Promise<boolean>;
}

/** A key that no part of ours could have made. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** The bytes are not those that were promised. */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError';
}

/**
 * Throws a `KeyError` unless the key is made of plain names joined by slashes: nothing hidden, no
 * way up, no byte that a file system or URL reads in its own way.
 */
export function assertKey(key: string): void {
  const plain = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
  if (key.length > 512 || !plain.test(key)) throw new KeyError('Not a key of the object store');
}
