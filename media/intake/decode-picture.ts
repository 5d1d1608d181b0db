/** For children only: from a stranger's file to upright 8-bit sRGB. */
import { readFile } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { spaceOfCodes, srgbSpace, type ColorSpace } from '../color/color-space.ts';
import { lightOfInks } from '../color/inks.ts';
import { unpremultiply } from '../color/premultiplied.ts';
import { toSrgb, type Samples } from '../color/to-srgb.ts';
import { isApplePng, restoreApplePixels, standardPng } from './apple-png.ts';
import type { HeifPicture } from './heif-picture.ts';
import { ImageError } from './image-error.ts';
import type { StillMimeType } from './image-header.ts';
import { endedJpegs, jpegScansMax, readJpegScans } from './jpeg-scans.ts';
import { colorOf, colorOfHeif, type PictureColor } from './picture-color.ts';
import { assertSize } from './picture-size.ts';
import { readPngColor } from './png-color.ts';
import { inspectPicture, openPicture, type OpenOptions } from './safe-decoder.ts';

/** Upright 8-bit sRGB, interleaved. */
export interface DecodedPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** What comes out of a decoder, and what its numbers mean. */
interface Decoded {
  readonly samples: Samples;
  readonly width: number;
  readonly height: number;
  readonly color: ColorSpace;
}

/** Rejects with an `ImageError` for a picture that has no business here, with another error for one that is broken. */
export async function decodePicture(
  path: string,
  mimeType: StillMimeType,
): Promise<DecodedPicture> {
  const { samples, width, height, color } = await decoders[mimeType](path);
  return { data: toSrgb(samples, color), width, height, channels: samples.channels % 2 ? 3 : 4 };
}

const decoders: Readonly<Record<StillMimeType, (path: string) => Promise<Decoded>>> = {
  'image/jpeg': decodeJpeg,
  'image/png': decodePng,
  'image/webp': decodeWebp,
  'image/avif': decodeAvif,
  'image/heic': decodeHeic,
};

/** A JPEG whose only fault is that its last marker is missing is whole. libvips does not tell of damage in the last rows. */
async function decodeJpeg(path: string): Promise<Decoded> {
  const metadata = await inspect(path, 'image/jpeg');
  const color = colorOf(metadata, {});
  const file = await readFile(path);
  const { count, ended } = readJpegScans(file);
  if (count > jpegScansMax) {
    throw new ImageError('unreadable_image', `A JPEG of more than ${jpegScansMax} scans`);
  }
  if (ended) return pixelsOf(path, metadata, color);
  const [decoded, other] = await Promise.all(
    endedJpegs(file).map((each) => pixelsOf(each, metadata, color)),
  );
  if (!decoded || !other || Buffer.compare(bytesOf(decoded), bytesOf(other)) !== 0) {
    throw new Error('A JPEG that ends before its pixels do');
  }
  return decoded;
}

/** A frame that claims more bytes than the file has is harmless: where the picture itself is cut, its chunk claims too much. */
async function decodeWebp(path: string): Promise<Decoded> {
  const file = await readFile(path);
  file.writeUInt32LE(Math.min(file.readUInt32LE(4), file.length - 8), 4);
  const metadata = await inspect(file, 'image/webp');
  return pixelsOf(file, metadata, colorOf(metadata, {}));
}

function bytesOf({ samples: { data } }: Decoded): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function decodePng(path: string): Promise<Decoded> {
  const file = await readFile(path);
  if (!isApplePng(file)) {
    const metadata = await inspect(path, 'image/png');
    return pixelsOf(path, metadata, colorOf(metadata, { png: readPngColor(file) }));
  }
  const standard = await standardPng(file);
  const metadata = await inspect(standard, 'image/png');
  const color = known(colorOf(metadata, { png: readPngColor(standard) }));
  const decoded = await pixelsOf(standard, metadata, color);
  restoreApplePixels(decoded.samples);
  unpremultiply(decoded.samples);
  return decoded;
}

/** libvips decodes it, libheif's own interface tells what libvips does not: codes of colour, multiplied opacity. */
async function decodeAvif(path: string): Promise<Decoded> {
  const file = await readFile(path);
  // Sequences and general HEIF files, too, have a primary picture, but libvips opens only what is called a still.
  file.write('avif', 8, 'latin1');
  const metadata = await inspect(file, 'image/avif');
  const heif = await describeHeif(file);
  const color = colorOf(metadata, { heif });
  const decoded = await pixelsOf(file, metadata, color, { page: metadata.pagePrimary ?? 0 });
  if (heif?.premultiplied) unpremultiply(decoded.samples);
  return decoded;
}

/** Loaded for the pictures that need it. */
const heifLibrary = () => import('./heif-picture.ts');

async function describeHeif(file: Buffer): Promise<HeifPicture | undefined> {
  const { HeifError, openHeif } = await heifLibrary();
  try {
    return openHeif(file);
  } catch (error) {
    if (error instanceof HeifError) return undefined;
    throw error;
  }
}

async function decodeHeic(path: string): Promise<Decoded> {
  const { HeifError, openHeif } = await heifLibrary();
  try {
    const picture = openHeif(await readFile(path));
    assertSize(picture);
    const { width, height, ...samples } = picture.decode();
    if (picture.premultiplied) unpremultiply(samples);
    return { samples, width, height, color: known(colorOfHeif(picture)) };
  } catch (error) {
    if (error instanceof HeifError && error.unsupported) {
      throw new ImageError('unreadable_image', 'A HEIF picture of a coding that is not HEVC');
    }
    throw error;
  }
}

/** Where libvips' engine cannot be asked, tables in a profile go unread. */
function known(color: PictureColor): ColorSpace {
  return typeof color === 'string' ? srgbSpace : color;
}

async function inspect(source: string | Buffer, claimed: StillMimeType): Promise<Metadata> {
  const metadata = await inspectPicture(source);
  if ((metadata.mediaType as string | undefined) !== claimed) {
    throw new ImageError('unreadable_image', 'The image is not what its first bytes say');
  }
  if ((metadata.pages ?? 1) > 1 && claimed !== 'image/avif') {
    throw new ImageError('unreadable_image', 'Animated images are not accepted');
  }
  assertSize(metadata);
  return metadata;
}

/** Of 16-bit pictures libvips' engine makes Display P3, of all others sRGB. */
const engineDeep = spaceOfCodes(12, 13) ?? srgbSpace;

async function pixelsOf(
  source: string | Buffer,
  { space, depth }: Metadata,
  color: PictureColor,
  options: OpenOptions = {},
): Promise<Decoded> {
  // Sixteen bits of sRGB are eight and some that nobody keeps.
  const deep = depth === 'ushort' && color !== srgbSpace;
  const ownDeep = space === 'grey16' && color !== 'engine' ? 'grey16' : 'rgb16';
  const target = color === 'inks' ? 'cmyk' : deep ? ownDeep : 'srgb';
  const opened = openPicture(source, { ...options, ignoreIcc: color !== 'engine' });
  // Otherwise libvips takes inks to light and back, by a profile of its own.
  if (color === 'inks') opened.pipelineColourspace('cmyk');
  const { data, info } = await opened
    .autoOrient()
    .toColourspace(target)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (color === 'inks') {
    return { samples: lightOfInks(data), width, height, color: srgbSpace };
  }
  const samples = {
    data: deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data,
    channels: info.channels,
    peak: deep ? 65_535 : 255,
  };
  const made = deep ? engineDeep : srgbSpace;
  return { samples, width, height, color: color === 'engine' ? made : color };
}
