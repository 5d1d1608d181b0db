/** Runs in a child: hostile bytes in, our own canonical picture and its thumbnail out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { StillMimeType } from './image-header.ts';
import { ImageError } from './image-error.ts';
import { countJpegScans, jpegScansMax } from './jpeg-scans.ts';
import { assertSize } from './picture-size.ts';
import { inspectPicture, openPicture } from './safe-decoder.ts';
import { writeFacts, type FileFacts } from '../stored-file.ts';
import { makeThumbnail } from '../thumbnail.ts';

/** The first that fits. */
const webpQualities = [95, 80];

export interface CanonicalRequest {
  readonly path: string;
  readonly mimeType: StillMimeType;
  readonly lossless: boolean;
  /** The canonical picture's file has no more. */
  readonly bytesMax: number;
  /** Where the two files are written. */
  readonly folder: string;
}

export interface SizedFile extends FileFacts {
  readonly width: number;
  readonly height: number;
}

/** WebP only where the file would be too large as anything else. */
export type CanonicalMimeType = `image/${Format}`;

type Format = 'png' | 'jpeg' | 'webp';

export interface CanonicalAnswer {
  readonly canonical: SizedFile & { readonly mimeType: CanonicalMimeType };
  readonly thumbnail: SizedFile;
}

/** Rejects with an `ImageError` for a picture that cannot be decoded whole. */
export async function makeCanonical(request: CanonicalRequest): Promise<CanonicalAnswer> {
  const { folder, lossless } = request;
  const { picture, transparent } = await decode(request);
  const format = lossless || transparent ? 'png' : 'jpeg';
  const [{ data, info }, thumbnail] = await Promise.all([
    encode(picture, format, request.bytesMax),
    makeThumbnail(picture),
  ]);
  const { width, height } = info;
  const written = info.format as Format;
  const canonical = await writeFacts(join(folder, `canonical.${written}`), data);
  const small = await writeFacts(join(folder, 'thumbnail.webp'), thumbnail.data);
  return {
    canonical: { ...canonical, mimeType: `image/${written}`, width, height },
    thumbnail: { ...small, width: thumbnail.width, height: thumbnail.height },
  };
}

/** Only decoding happens here, and once, so that whatever fails is the picture's fault. */
async function decode({ path, mimeType }: CanonicalRequest) {
  try {
    assertAcceptable(await inspectPicture(path), mimeType);
    if (mimeType === 'image/jpeg') assertFewScans(await readFile(path));
    const upright = openPicture(path).autoOrient().toColourspace('srgb');
    const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const transparent = channels === 4 && hidesSomething(data);
    const picture = sharp(data, { raw: { width, height, channels } });
    return { picture: transparent ? picture : picture.removeAlpha(), transparent };
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('unreadable_image', 'The image is broken or incomplete');
  }
}

function hidesSomething(rgba: Buffer): boolean {
  for (let alpha = 3; alpha < rgba.length; alpha += 4) if (rgba[alpha] !== 255) return true;
  return false;
}

function assertFewScans(jpeg: Buffer): void {
  if (countJpegScans(jpeg) > jpegScansMax) {
    throw new ImageError('unreadable_image', `A JPEG of more than ${jpegScansMax} scans`);
  }
}

function assertAcceptable(metadata: Metadata, claimed: StillMimeType): void {
  if ((metadata.mediaType as string | undefined) !== claimed) {
    throw new ImageError('unreadable_image', 'The image is not what its first bytes say');
  }
  if ((metadata.pages ?? 1) > 1) {
    throw new ImageError('unreadable_image', 'Animated images are not accepted');
  }
  assertSize(metadata);
}

/**
 * Losslessly or nearly so, unless that takes too many bytes: 63 kB of WebP may hold a picture of 150 MB. Then as WebP,
 * whose encoder gives up on noise of high quality (a partition of a VP8 frame has a size at most).
 */
async function encode(picture: Sharp, format: 'png' | 'jpeg', bytesMax: number) {
  const faithful =
    format === 'png'
      ? picture.clone().png({ compressionLevel: 6 })
      : picture.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  const encoded = await faithful.toBuffer({ resolveWithObject: true });
  if (encoded.data.length <= bytesMax) return encoded;
  for (const quality of webpQualities) {
    const smaller = picture.clone().webp({ quality, alphaQuality: quality, effort: 2 });
    const file = await smaller.toBuffer({ resolveWithObject: true }).catch(() => null);
    if (file && file.data.length <= bytesMax) return file;
  }
  throw new ImageError('too_many_pixels', `It cannot be kept in ${bytesMax} bytes`);
}
