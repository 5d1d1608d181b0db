import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflate, createInflateRaw } from 'node:zlib';
import type { Samples } from '../color/to-srgb.ts';

/**
 * Whether these are the first bytes of a PNG as Xcode's `pngcrush -iphone` writes it: a chunk CgBI before the header, pixels
 * deflated without zlib's frame, blue first and multiplied by their opacity. No viewer outside Apple's shows it.
 */
export function isApplePng(head: Buffer): boolean {
  return head.toString('latin1', 12, 16) === 'CgBI';
}

/** The same chunks as a PNG of the standard; the pixels are still blue first and multiplied (`restoreApplePixels`). */
export async function standardPng(file: Buffer): Promise<Buffer> {
  const pixels: Buffer[] = [];
  const before: Buffer[] = [];
  let at = 8;
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const whole = file.subarray(at, at + 12 + length);
    if (name === 'IDAT') pixels.push(whole.subarray(8, -4));
    else if (name !== 'CgBI' && pixels.length === 0) before.push(whole);
    at += whole.length;
  }
  // Through streams: the pixels themselves, which may be many more bytes, are never in memory as a whole.
  const inflated = Readable.from(pixels).pipe(createInflateRaw());
  const framed = createDeflate({ level: 1 });
  inflated.on('error', (error) => framed.destroy(error));
  const data = await buffer(inflated.pipe(framed));
  return Buffer.concat([file.subarray(0, 8), ...before, chunk('IDAT', data), chunk('IEND')]);
}

/** Red first again, in place. Only pictures of several channels are stored blue first. */
export function restoreApplePixels({ data, channels }: Samples): void {
  if (channels < 3) return;
  for (let at = 0; at < data.length; at += channels) {
    const blue = data[at] ?? 0;
    data[at] = data[at + 2] ?? 0;
    data[at + 2] = blue;
  }
}

function chunk(name: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
