/** Files that no honest program writes, made by hand for the tests. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function pngChunk(name: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.byteLength, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}

function pngHeader(width: number, height: number, bitDepth: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data[8] = bitDepth;
  return Buffer.concat([signature, pngChunk('IHDR', data)]);
}

/** A valid black PNG of 1 bit a pixel: 260 million pixels are 31 kB. */
export function flatPng(width: number, height: number, rowsInFile = height): Buffer {
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rowsInFile), { level: 9 });
  const chunks = [pngChunk('IDAT', pixels), pngChunk('IEND')];
  return Buffer.concat([pngHeader(width, height, 1), ...chunks]);
}

/** Adds chunks before the first IDAT of a PNG. */
export function insertIntoPng(png: Buffer, ...chunks: readonly Buffer[]): Buffer {
  const at = png.indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, at), ...chunks, png.subarray(at)]);
}

/** The chunk that makes a PNG an animation. */
export function animationControl(frames: number): Buffer {
  const data = Buffer.alloc(8);
  data.writeUInt32BE(frames, 0);
  return pngChunk('acTL', data);
}

/** 34 bytes that claim 268 million pixels. */
export function tinyPngHeader(): Buffer {
  return pngHeader(16_384, 16_384, 8).subarray(0, 34);
}

/** 34 bytes that claim 268 million pixels. */
export function tinyWebpHeader(): Buffer {
  const file = Buffer.alloc(34);
  file.write('RIFF', 0);
  file.writeUInt32LE(26, 4);
  file.write('WEBPVP8X', 8);
  file.writeUInt32LE(10, 16);
  file.writeUIntLE(16_383, 24, 3);
  file.writeUIntLE(16_383, 27, 3);
  return file;
}

/** Another size in the header of a JPEG than its pixels have. */
export function resizeJpegHeader(jpeg: Buffer, width: number, height: number): Buffer {
  const lie = Buffer.from(jpeg);
  const at = [0xffc0, 0xffc2]
    .map((marker) => lie.indexOf(Buffer.from([marker >> 8, marker & 0xff])))
    .find((found) => found > 0);
  if (at === undefined) throw new Error('a JPEG without a frame');
  lie.writeUInt16BE(height, at + 5);
  lie.writeUInt16BE(width, at + 7);
  return lie;
}

/** So many comments that the header's reader gives up before it has found the size. */
export function buryJpegHeader(jpeg: Buffer): Buffer {
  const comments = Buffer.from('fffe0002'.repeat(1_001), 'hex');
  return Buffer.concat([jpeg.subarray(0, 2), comments, jpeg.subarray(2)]);
}

/** Another size in the header of an AVIF than its pixels have. */
export function resizeAvifHeader(avif: Buffer, width: number, height: number): Buffer {
  const lie = Buffer.from(avif);
  const at = lie.indexOf('ispe');
  lie.writeUInt32BE(width, at + 8);
  lie.writeUInt32BE(height, at + 12);
  return lie;
}

/** A file of the HEIF family that names the given brand. */
export function rebrand(avif: Buffer, brand: string): Buffer {
  const file = Buffer.from(avif.toString('latin1').replaceAll('avif', brand), 'latin1');
  return file;
}

function jpegSegment(marker: number, data: readonly number[]): Buffer {
  const length = data.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...data]);
}

/** A valid grey progressive JPEG of 64 × 64 with so many scans, 883 at most: one bit of one coefficient each. */
export function jpegOfScans(count: number): Buffer {
  const blocks = 64;
  const table = (kind: number, symbol: number) =>
    jpegSegment(0xc4, [kind << 4, 1, ...Array<number>(15).fill(0), symbol]);
  const scan = (first: number, high: number, low: number) =>
    jpegSegment(0xda, [1, 1, 0, first, first, (high << 4) | low]);
  const parts = [
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, [0, ...Array<number>(64).fill(1)]),
    jpegSegment(0xc2, [8, 0, 64, 0, 64, 1, 1, 0x11, 0]),
    // A difference of nothing; then `a run of blocks without this coefficient`, whose length has six more bits.
    table(0, 0),
    table(1, 0x60),
    scan(0, 0, 0),
    Buffer.alloc(blocks / 8),
  ];
  for (let made = 1; made < count; made += 1) {
    const low = 13 - ((made - 1) % 14);
    const coefficient = 1 + Math.floor((made - 1) / 14);
    // One code bit, six bits of run (64 blocks = 2^6 + 0), one of padding.
    parts.push(scan(coefficient, low === 13 ? 0 : low + 1, low), Buffer.from([0b0000_0001]));
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
}
