import { isApplePng } from './apple-png.ts';

/** The types we decode; what `sniff` finds, sharp must find again. */
export type StillMimeType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/heic';

/** What the first bytes claim. Nothing here is proven until the picture has been decoded. */
export interface ImageHeader {
  readonly mimeType: StillMimeType;
  /** In pixels; null where only the decoder can tell. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly animated: boolean;
  readonly lossless: boolean;
}

/** Reads up to `length` bytes at `position`; fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** More chunks than any real file has before its pixels: a longer way there is not worth walking. */
const chunksMax = 1_000;

/**
 * Knows a picture by its magic bytes alone and reads the size that it claims, without a decoder:
 * a file of 34 bytes may claim 268 million pixels. Null when it is nothing that we accept.
 */
export async function readImageHeader(readAt: ReadAt): Promise<ImageHeader | null> {
  const head = await readAt(0, 64);
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return readJpeg(readAt);
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return readPng(head, readAt);
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return readWebp(head, readAt);
  if (text.startsWith('ftyp', 4)) return readHeif(head, readAt);
  return null;
}

async function readJpeg(readAt: ReadAt): Promise<ImageHeader> {
  const header = { mimeType: 'image/jpeg', animated: false, lossless: false } as const;
  let position = 2;
  for (let segment = 0; segment < chunksMax; segment += 1) {
    const bytes = await readAt(position, 9);
    if (bytes.length < 9 || bytes[0] !== 0xff) break;
    const marker = bytes.readUInt8(1);
    const isFill = marker === 0xff;
    const isStartOfFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isStartOfFrame) {
      return { ...header, size: { width: bytes.readUInt16BE(7), height: bytes.readUInt16BE(5) } };
    }
    position += isFill ? 1 : 2 + bytes.readUInt16BE(2);
  }
  return { ...header, size: null };
}

async function readPng(head: Buffer, readAt: ReadAt): Promise<ImageHeader> {
  // Apple's variant has a chunk of 16 bytes before the header.
  const at = isApplePng(head) ? 32 : 16;
  const size =
    head.length < at + 8
      ? null
      : { width: head.readUInt32BE(at), height: head.readUInt32BE(at + 4) };
  let animated = false;
  await walk({ readAt, position: 8, overhead: 12, bigEndian: true, nameFirst: false }, (name) => {
    animated ||= name === 'acTL';
    return name !== 'IDAT';
  });
  return { mimeType: 'image/png', size, animated, lossless: true };
}

async function readWebp(head: Buffer, readAt: ReadAt): Promise<ImageHeader> {
  let lossless = false;
  let frames = 0;
  await walk({ readAt, position: 12, overhead: 8, bigEndian: false, nameFirst: true }, (name) => {
    lossless ||= name === 'VP8L';
    if (name === 'ANMF') frames += 1;
    return name !== 'VP8 ' && !lossless && frames < 2;
  });
  return { mimeType: 'image/webp', size: webpSize(head), animated: frames > 1, lossless };
}

function webpSize(head: Buffer): ImageHeader['size'] {
  if (head.length < 30) return null;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const packed = head.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

/** Brands of ISO/IEC 23008-12, annex B, whose pictures are coded as HEVC, or of which only the decoder can tell. */
const heicBrand = /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/;

/**
 * A still, or a sequence, of which the primary picture is taken. HEIC and AVIF come in the same container: only the brands
 * tell how the pixels are coded.
 */
async function readHeif(head: Buffer, readAt: ReadAt): Promise<ImageHeader | null> {
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [head.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(head.toString('latin1', at, at + 4));
  const isAvif = brands.some((brand) => brand === 'avif' || brand === 'avis');
  if (!isAvif && !brands.some((brand) => heicBrand.test(brand))) return null;
  return {
    mimeType: isAvif ? 'image/avif' : 'image/heic',
    size: heifSize(await readAt(0, 65_536)),
    animated: false,
    lossless: false,
  };
}

/** The largest of the extents that the file names: that of the whole grid where there are tiles. */
function heifSize(bytes: Buffer): ImageHeader['size'] {
  let largest: ImageHeader['size'] = null;
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 4)) {
    if (at + 16 > bytes.length) break;
    const size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

interface ChunkLayout {
  readonly readAt: ReadAt;
  readonly position: number;
  /** Bytes of a chunk that its length does not count. */
  readonly overhead: number;
  readonly bigEndian: boolean;
  readonly nameFirst: boolean;
}

/** Visits the names of a file's chunks until `goOn` says no. */
async function walk(layout: ChunkLayout, goOn: (name: string) => boolean): Promise<void> {
  let { position } = layout;
  for (let visited = 0; visited < chunksMax; visited += 1) {
    const bytes = await layout.readAt(position, 8);
    if (bytes.length < 8) return;
    const nameAt = layout.nameFirst ? 0 : 4;
    if (!goOn(bytes.toString('latin1', nameAt, nameAt + 4))) return;
    const lengthAt = 4 - nameAt;
    const length = layout.bigEndian ? bytes.readUInt32BE(lengthAt) : bytes.readUInt32LE(lengthAt);
    // RIFF pads its chunks to an even length.
    position += layout.overhead + (layout.nameFirst ? length + (length % 2) : length);
  }
}
