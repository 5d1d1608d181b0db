import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';

const photos = new URL('../fixtures/photos/', import.meta.url);

/** A flat colour. */
export function picture(width = 60, height = 40, background: string | object = '#c81e3c'): Sharp {
  return sharp({ create: { width, height, channels: 4, background } });
}

/** That flat colour as a file. */
export const jpeg = () => picture().jpeg().toBuffer();
export const png = () => picture().png().toBuffer();
export const avif = () => picture().avif().toBuffer();

/** A photograph: what is cut out of it is missed, unlike in a flat colour. */
export function photo(name = 'china.jpg'): Promise<Buffer> {
  return readFile(new URL(name, photos));
}

/** Top left, top right, bottom left, bottom right as [r, g, b] of a bit each. */
export const quadrants = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
];

/** A 64 × 32 picture of four colours, stored so that this orientation shows it upright. */
export async function orientedJpeg(orientation: number): Promise<Buffer> {
  const turned = orientation > 4;
  const [width, height] = turned ? [32, 64] : [64, 32];
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const r = Math.floor((row * 2) / height);
      const c = Math.floor((column * 2) / width);
      // What the EXIF standard says of where row 0 and column 0 are to be seen.
      const [y, x] = [
        [r, c],
        [r, 1 - c],
        [1 - r, 1 - c],
        [1 - r, c],
        [c, r],
        [c, 1 - r],
        [1 - c, 1 - r],
        [1 - c, r],
      ][orientation - 1] ?? [0, 0];
      const colour = quadrants[(y ?? 0) * 2 + (x ?? 0)] ?? [];
      data.set(
        colour.map((bit) => bit * 255),
        (row * width + column) * 3,
      );
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation })
    .jpeg({ quality: 100 })
    .toBuffer();
}

/** The colours of a 64 × 32 picture, to be compared with `quadrants`. */
export async function quadrantsOf(path: string): Promise<number[][]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const centres = [8, 24].flatMap((y) => [16, 48].map((x) => (y * info.width + x) * info.channels));
  return centres.map((at) => [0, 1, 2].map((band) => Math.round((data[at + band] ?? 0) / 255)));
}
