import type { Sharp } from 'sharp';
import { thumbnailBytesMax } from '../domain/limits.ts';

const longestSideMax = 512;
/** Tried in this order until one fits: noise needs the last, photographs the first. */
const attempts = [
  { side: longestSideMax, quality: 80 },
  { side: longestSideMax, quality: 60 },
  { side: longestSideMax, quality: 40 },
  { side: 384, quality: 40 },
  { side: 256, quality: 40 },
  { side: 128, quality: 40 },
] as const;

export interface Thumbnail {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * A WebP of at most 50,000 bytes and 512 pixels a side, never larger than the picture itself.
 * The same picture gives the same bytes.
 */
export async function makeThumbnail(picture: Sharp): Promise<Thumbnail> {
  for (const { side, quality } of attempts) {
    const { data, info } = await picture
      .clone()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality, effort: 4 })
      .toBuffer({ resolveWithObject: true });
    if (data.length <= thumbnailBytesMax) return { data, width: info.width, height: info.height };
  }
  throw new Error(`No thumbnail fits into ${thumbnailBytesMax} bytes`);
}
