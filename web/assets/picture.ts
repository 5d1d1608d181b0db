import {
  megapixelsOf,
  pixelsMax,
  previewSideMax,
  sideMax,
  uploadBytesMax,
} from '../../domain/limits.ts';

/** A source picture as the page shows it. */
export interface SourcePicture {
  /** The file's name; null when only the server has the file. */
  readonly name: string | null;
  readonly bytes: number;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** This browser cannot decode it: `url` is a blank, until the server has a preview. */
  readonly isBlank?: boolean;
  /** What may be uploaded, and is shown from the browser's own memory. */
  readonly file?: File;
}

/** A picture that may be uploaded. */
export type LocalPicture = SourcePicture & { readonly file: File };

export function isLocal(picture: SourcePicture): picture is LocalPicture {
  return picture.file !== undefined;
}

export type UnusablePicture =
  | { readonly code: 'type' | 'unreadable' }
  | { readonly code: 'size'; readonly bytes: number }
  | { readonly code: 'pixels'; readonly megapixels: number }
  | { readonly code: 'side'; readonly pixels: number };

/** The mime type that the first 32 bytes tell, whatever the file's name says; null when unknown. */
export function sniffType(bytes: Uint8Array): string | null {
  const ascii = (start: number, end: number) => String.fromCharCode(...bytes.slice(start, end));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89 && ascii(1, 4) === 'PNG') return 'image/png';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(4, 8) !== 'ftyp') return null;
  if (ascii(8, 12) === 'avif' || ascii(8, 12) === 'avis') return 'image/avif';
  if (!/^(hei|hev|mif|msf)/.test(ascii(8, 12))) return null;
  // A general brand may be that of an AVIF too.
  return ascii(16, 32).includes('avif') ? 'image/avif' : 'image/heic';
}

/**
 * The size of a picture that this browser cannot decode, but the server can: a HEIC, or a PNG of Apple's own kind. Null for
 * every other file: what no browser decodes is broken.
 */
export function sizeOfUndecoded(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number) => String.fromCharCode(...bytes.slice(at, at + 4));
  const sizeAt = (at: number) => ({ width: view.getUint32(at), height: view.getUint32(at + 4) });
  if (sniffType(bytes) === 'image/png') return name(12) === 'CgBI' ? sizeAt(32) : null;
  if (sniffType(bytes) !== 'image/heic') return null;
  // Of the whole: tiles and previews are smaller. An aperture cuts off what the coding had to add.
  let largest = { width: 0, height: 0 };
  let aperture: typeof largest | null = null;
  let isTurned = false;
  for (let at = 0; at + 24 <= bytes.length; at += 1) {
    const box = name(at);
    if (box === 'ispe' && sizeAt(at + 8).width > largest.width) largest = sizeAt(at + 8);
    if (box === 'irot') isTurned = (view.getUint8(at + 4) & 1) === 1;
    if (box === 'clap') {
      const part = (offset: number) =>
        view.getUint32(at + offset) / view.getUint32(at + offset + 4);
      aperture = { width: Math.round(part(4)), height: Math.round(part(12)) };
    }
  }
  largest = aperture ?? largest;
  if (!(largest.width > 0 && largest.height > 0)) return null;
  return isTurned ? { width: largest.height, height: largest.width } : largest;
}

/**
 * Looks at a file before anything is sent: type, size, then dimensions.
 * The server checks again; this only spares people the wait.
 */
export async function inspectPicture(
  file: File,
  accepts: readonly string[],
): Promise<LocalPicture | UnusablePicture> {
  const type = sniffType(new Uint8Array(await file.slice(0, 32).arrayBuffer()));
  if (type === null || !accepts.includes(type)) return { code: 'type' };
  if (file.size > uploadBytesMax) return { code: 'size', bytes: file.size };
  let pixels: ImageBitmap;
  try {
    pixels = await createImageBitmap(file);
  } catch {
    return inspectUndecoded(file);
  }
  const { width, height } = pixels;
  try {
    const unusable = tooLarge(width, height);
    if (unusable) return unusable;
    const url = URL.createObjectURL((await onScreen(pixels)) ?? file);
    return { file, name: file.name, bytes: file.size, url, width, height };
  } finally {
    // They go now, not when somebody collects garbage.
    pixels.close();
  }
}

/** The server decodes more than some browsers do. */
async function inspectUndecoded(file: File): Promise<LocalPicture | UnusablePicture> {
  const size = sizeOfUndecoded(new Uint8Array(await file.slice(0, 65_536).arrayBuffer()));
  if (!size) return { code: 'unreadable' };
  const unusable = tooLarge(size.width, size.height);
  if (unusable) return unusable;
  return { file, name: file.name, bytes: file.size, url: blankUrl, isBlank: true, ...size };
}

/** One clear pixel. */
const blankUrl = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/**
 * What a screen shows of a larger picture: a photo of 12 megapixels takes 48 MB as often as it is drawn. Null for a
 * picture that is small enough, and where the browser cannot make one.
 */
async function onScreen(pixels: ImageBitmap): Promise<Blob | null> {
  const { width, height } = pixels;
  const scale = previewSideMax / Math.max(width, height);
  if (scale >= 1) return null;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(pixels, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/webp', 0.85);
  });
  canvas.width = 0;
  return blob;
}

function tooLarge(width: number, height: number): UnusablePicture | null {
  if (width * height > pixelsMax) {
    return { code: 'pixels', megapixels: megapixelsOf(width * height) };
  }
  const pixels = Math.max(width, height);
  return pixels > sideMax ? { code: 'side', pixels } : null;
}
