import type { Sharp } from 'sharp';
import { thumbnailBytesMax } from '../domain/limits.ts';
import { makeSmallWebp, type SmallPicture } from './small-webp.ts';

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

/** A WebP of at most 50,000 bytes and 512 pixels a side, never larger than the picture itself. */
export function makeThumbnail(picture: Sharp): Promise<SmallPicture> {
  return makeSmallWebp(picture, attempts, thumbnailBytesMax);
}
