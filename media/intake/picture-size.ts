import { megapixelsMax, megapixelsOf, pixelsMax, sideMax } from '../../domain/limits.ts';
import { ImageError } from './image-error.ts';

/** Refuses a picture by the size that its header claims. Throws ImageError, `too_many_pixels` or `side_too_long`. */
export function assertSize({ width, height }: { width: number; height: number }): void {
  if (width * height > pixelsMax) {
    throw new ImageError(
      'too_many_pixels',
      `The image has ${megapixelsOf(width * height)} MP (${width} × ${height}), at most ${megapixelsMax} MP are taken`,
    );
  }
  if (Math.max(width, height) > sideMax) {
    throw new ImageError(
      'side_too_long',
      `A side of the image has ${Math.max(width, height)} pixels, at most ${sideMax} are taken`,
    );
  }
}
