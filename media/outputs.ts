/** Turns an engine's pixels into files. Runs inside the engine's child. */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { embedInPng, xmpPacket, type Provenance } from './provenance.ts';
import { writeFacts } from './stored-file.ts';
import { makeThumbnail } from './thumbnail.ts';

export type { Provenance } from './provenance.ts';

/** Interleaved 8 bit sRGB; one channel is grey, four end with alpha. */
export interface OutputPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

/** Half the time of the usual 4 for a file as large (measured on photographs at 90 and 95). */
const webpEffort = 2;

export interface OutputRequest {
  readonly pixels: OutputPixels;
  readonly format: 'png' | 'webp';
  /** 1 to 100, for WebP; absent: lossless. */
  readonly quality?: number | undefined;
  readonly provenance: Provenance;
  readonly folder: string;
  /** The file's name without its extension. */
  readonly name: string;
}

export interface OutputFile {
  readonly path: string;
  readonly mimeType: 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly thumbnailPath: string;
  readonly thumbnailSha256: string;
  readonly thumbnailBytes: number;
}

/**
 * Writes `{name}.{format}` and `{name}.thumbnail.webp` into the folder; equal requests write equal
 * bytes. The size is what was written, measured by the encoder. Rejects when the pixels do not have
 * the length that their size says, and when a file of that name exists.
 */
export async function encodeOutput(request: OutputRequest): Promise<OutputFile> {
  const { format, folder, name } = request;
  const picture = fromPixels(request.pixels);
  const [encoded, thumbnail] = await Promise.all([
    encode(picture, request),
    makeThumbnail(picture),
  ]);
  const file = await writeFacts(join(folder, `${name}.${format}`), encoded.data);
  const small = await writeFacts(join(folder, `${name}.thumbnail.webp`), thumbnail.data);
  return {
    ...file,
    mimeType: `image/${format}`,
    width: encoded.info.width,
    height: encoded.info.height,
    thumbnailPath: small.path,
    thumbnailSha256: small.sha256,
    thumbnailBytes: small.bytes,
  };
}

function fromPixels({ data, width, height, channels }: OutputPixels): Sharp {
  if (data.byteLength !== width * height * channels) {
    throw new RangeError(`${data.byteLength} bytes are not ${width} × ${height} × ${channels}`);
  }
  const picture = sharp(data, { raw: { width, height, channels } });
  return channels === 1 ? picture.toColourspace('b-w') : picture;
}

async function encode(picture: Sharp, { format, quality, provenance }: OutputRequest) {
  const packet = xmpPacket(provenance);
  if (format === 'webp') {
    const options = quality === undefined ? { lossless: true } : { quality, effort: webpEffort };
    return picture.clone().withXmp(packet).webp(options).toBuffer({ resolveWithObject: true });
  }
  const png = picture.clone().png({ compressionLevel: 6 });
  const { data, info } = await png.toBuffer({ resolveWithObject: true });
  return { data: embedInPng(data, packet), info };
}
