import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeStale } from '../../storage/stale-files.ts';
import type {
  CanonicalAnswer,
  CanonicalMimeType,
  CanonicalRequest,
  SizedFile,
} from './canonical-task.ts';
import { readImageHeader, type ImageHeader, type StillMimeType } from './image-header.ts';
import { ImageError } from './image-error.ts';
import { canonicalBytesMax, uploadBytesMax } from '../../domain/limits.ts';
import { assertSize } from './picture-size.ts';
import { ChildFailure, type ChildPool } from '../children/pool.ts';
import type { FileFacts } from '../stored-file.ts';

const folderPrefix = 'intake-';
const decodeMsMax = 60_000;
/** What 64 MP of four channels of 16 bits need while they are turned upright (1.4 GB), and some room. */
const decodeMemoryBytesMax = 2 * 1024 ** 3;
const accepted = 'JPEG, PNG, WebP, AVIF and HEIC stills are accepted';

export { ImageError } from './image-error.ts';

/** A picture from outside, made safe. */
export interface ReceivedImage {
  /** The bytes as they came: private, never to be served. */
  readonly original: FileFacts & { readonly mimeType: StillMimeType };
  /**
   * Upright sRGB of 8 bits without metadata: PNG when lossless or transparent, else JPEG; WebP when the file would have
   * more than `canonicalBytesMax` bytes and twice those of the original.
   */
  readonly canonical: SizedFile & { readonly mimeType: CanonicalMimeType };
  /** WebP, at most 50,000 bytes and 512 pixels a side. */
  readonly thumbnail: SizedFile;
}

/** A file from outside, as it came: nobody has looked into it. It lives until `dispose()`, and so does what is made of it. */
export interface ReceivedFile {
  readonly sha256: string;
  /**
   * Has it decoded in a child. Rejects with an `ImageError` for what we do not take, and with a `ChildFailure` of kind
   * `aborted` when the signal fires. `share`: for whom, where several wait for a decoder.
   */
  decode(options?: { signal?: AbortSignal; share?: string }): Promise<ReceivedImage>;
  dispose(): Promise<void>;
}

export interface Intake {
  /**
   * Takes a file of at most `bytesMax` bytes from the stream, one chunk in memory at a time. Rejects with an
   * `ImageError` when there are more; nothing is left on the disk then. What remains of a refused stream is read and
   * dropped, so that its sender gets to hear the answer.
   */
  receive(stream: Readable, options?: { bytesMax?: number }): Promise<ReceivedFile>;
}

/** Every byte from outside comes in here. Scratch files live in folders below `scratchFolder`. */
export function createIntake({
  pool,
  scratchFolder,
}: {
  pool: ChildPool;
  scratchFolder: string;
}): Intake {
  let swept: Promise<void> | undefined;
  return {
    async receive(stream, { bytesMax = uploadBytesMax } = {}) {
      // A stream that breaks before it is read must fail this upload, not the process.
      stream.on('error', () => undefined);
      await mkdir(scratchFolder, { recursive: true, mode: 0o700 });
      await (swept ??= removeStale(scratchFolder, folderPrefix));
      const folder = await mkdtemp(join(scratchFolder, folderPrefix));
      const dispose = () => rm(folder, { recursive: true, force: true });
      try {
        const { file, header } = await save(stream, join(folder, 'original'), bytesMax);
        return {
          sha256: file.sha256,
          dispose,
          async decode({ signal, share } = {}) {
            const { mimeType, lossless } = acceptable(header);
            const sizeMax = Math.max(canonicalBytesMax, 2 * file.bytes);
            const request = { path: file.path, folder, mimeType, lossless, bytesMax: sizeMax };
            const answer = await decodeInChild(pool, request, { signal, share });
            return { original: { ...file, mimeType }, ...answer };
          },
        };
      } catch (error) {
        await dispose();
        throw error;
      }
    },
  };
}

async function save(
  stream: Readable,
  path: string,
  bytesMax: number,
): Promise<{ file: FileFacts; header: ImageHeader | null }> {
  const handle = await open(path, 'wx+', 0o600);
  try {
    const file = { path, ...(await copy(stream, handle, bytesMax)) };
    const header = await readImageHeader(async (position, length) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    });
    return { file, header };
  } finally {
    await handle.close();
    stream.resume();
  }
}

async function copy(stream: Readable, handle: FileHandle, bytesMax: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const data = chunk as Uint8Array;
    bytes += data.byteLength;
    if (bytes > bytesMax) {
      throw new ImageError('file_too_large', `The file has more than ${bytesMax} bytes`);
    }
    hash.update(data);
    await handle.writeFile(data);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Refuses by the header alone what would only waste a child's time. */
function acceptable(header: ImageHeader | null): ImageHeader {
  if (!header) {
    throw new ImageError('unsupported_media_type', `Not an image that we can read: ${accepted}`);
  }
  if (header.animated) {
    throw new ImageError('unreadable_image', `An animation: ${accepted}`);
  }
  if (header.size) assertSize(header.size);
  return header;
}

async function decodeInChild(
  pool: ChildPool,
  request: CanonicalRequest,
  options: { signal: AbortSignal | undefined; share: string | undefined },
): Promise<CanonicalAnswer> {
  try {
    return await pool.run<CanonicalAnswer>({
      module: new URL('canonical-task.ts', import.meta.url),
      task: 'makeCanonical',
      payload: request,
      timeoutMs: decodeMsMax,
      memoryBytesMax: decodeMemoryBytesMax,
      heavy: true,
      ...options,
    });
  } catch (error) {
    throw asImageError(error);
  }
}

/** A picture that kills its decoder is refused like a broken one; other failures stay what they are. */
function asImageError(error: unknown): unknown {
  if (!(error instanceof ChildFailure)) return error;
  switch (error.kind) {
    case 'task':
      return isVerdict(error.code) ? new ImageError(error.code, error.message) : error;
    case 'timeout':
    case 'memory':
    case 'crashed':
      return new ImageError('unreadable_image', 'The image cannot be decoded within our limits');
    case 'aborted':
      return error;
  }
}

/** What a child says of a picture; anything else that it throws is a fault of ours. */
function isVerdict(code: string | undefined) {
  return code === 'too_many_pixels' || code === 'side_too_long' || code === 'unreadable_image';
}
