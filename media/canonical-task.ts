/** Runs in a child: hostile bytes in, our own canonical picture and its thumbnail out. */
import { join } from 'node:path';
import type { Metadata, Sharp } from 'sharp';
import type { StillMimeType } from './image-header.ts';
import { ImageRefusal } from './image-refusal.ts';
import { pixelsMax } from './limits.ts';
import { inspectPicture, openPicture } from './safe-decoder.ts';
import { writeFacts, type FileFacts } from './stored-file.ts';
import { makeThumbnail } from './thumbnail.ts';

export interface CanonicalRequest {
  readonly path: string;
  readonly mimeType: StillMimeType;
  readonly lossless: boolean;
  /** Where the two files are written. */
  readonly folder: string;
}

export interface SizedFile extends FileFacts {
  readonly width: number;
  readonly height: number;
}

export interface CanonicalAnswer {
  readonly canonical: SizedFile & { readonly mimeType: 'image/png' | 'image/jpeg' };
  readonly thumbnail: SizedFile;
}

/** Rejects with an `ImageRefusal` for a picture that cannot be decoded whole. */
export async function makeCanonical(request: CanonicalRequest): Promise<CanonicalAnswer> {
  const { data, info, thumbnail } = await decode(request);
  const name = info.format === 'png' ? 'canonical.png' : 'canonical.jpg';
  const canonical = await writeFacts(join(request.folder, name), data);
  const small = await writeFacts(join(request.folder, 'thumbnail.webp'), thumbnail.data);
  return {
    canonical: {
      ...canonical,
      mimeType: info.format === 'png' ? 'image/png' : 'image/jpeg',
      width: info.width,
      height: info.height,
    },
    thumbnail: { ...small, width: thumbnail.width, height: thumbnail.height },
  };
}

/** Only decoding happens here, so that whatever fails is the picture's fault. */
async function decode(request: CanonicalRequest) {
  try {
    const metadata = await inspectPicture(request.path);
    assertAcceptable(metadata, request.mimeType);
    const picture = openPicture(request.path).autoOrient().toColourspace('srgb');
    const transparent = metadata.hasAlpha && !(await openPicture(request.path).stats()).isOpaque;
    const upright = transparent ? picture : picture.removeAlpha();
    const encoded = await encode(upright, request.lossless || transparent);
    return { ...encoded, thumbnail: await makeThumbnail(upright) };
  } catch (error) {
    if (error instanceof ImageRefusal) throw error;
    throw new ImageRefusal('unreadable_image', 'The image is broken or incomplete');
  }
}

function assertAcceptable(metadata: Metadata, claimed: StillMimeType): void {
  if ((metadata.mediaType as string | undefined) !== claimed) {
    throw new ImageRefusal('unreadable_image', 'The image is not what its first bytes say');
  }
  if ((metadata.pages ?? 1) > 1) {
    throw new ImageRefusal('unreadable_image', 'Animated images are not accepted');
  }
  if (metadata.width * metadata.height > pixelsMax) {
    throw new ImageRefusal('too_many_pixels', `More than ${pixelsMax} pixels`);
  }
}

function encode(picture: Sharp, lossless: boolean) {
  const encoder = lossless
    ? picture.clone().png({ compressionLevel: 6 })
    : picture.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
  return encoder.toBuffer({ resolveWithObject: true });
}
