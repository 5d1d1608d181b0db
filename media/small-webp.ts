import type { Sharp } from 'sharp';

/** A smaller rendition of a picture. */
export interface SmallPicture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * A WebP of at most `bytesMax` bytes, by the first of the attempts that fits; never larger than the picture itself. The
 * same picture gives the same bytes.
 */
export async function makeSmallWebp(
  picture: Sharp,
  attempts: readonly { readonly side: number; readonly quality: number }[],
  bytesMax: number,
): Promise<SmallPicture> {
  for (const { side, quality } of attempts) {
    const { data, info } = await picture
      .clone()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality, effort: 4 })
      .toBuffer({ resolveWithObject: true });
    if (data.length <= bytesMax) return { data, width: info.width, height: info.height };
  }
  throw new Error(`No smaller picture fits into ${bytesMax} bytes`);
}
