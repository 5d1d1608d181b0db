/** Runs in a child: hostile bytes in, our own canonical picture and its thumbnail out. */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { pixelsMax } from '../../domain/limits.ts';
import { decodePicture } from './decode-picture.ts';
import type { StillMimeType } from './image-header.ts';
import { ImageError } from './image-error.ts';
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
    const { data, ...raw } = await decodePicture(path, mimeType);
    const transparent = raw.channels === 4 && hidesSomething(data);
    const picture = sharp(data, { raw, limitInputPixels: pixelsMax });
    return { picture: transparent ? picture : picture.removeAlpha(), transparent };
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('unreadable_image', 'The image is broken or incomplete');
  }
}

function hidesSomething(rgba: Uint8Array): boolean {
  for (let alpha = 3; alpha < rgba.length; alpha += 4) if (rgba[alpha] !== 255) return true;
  return false;
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
