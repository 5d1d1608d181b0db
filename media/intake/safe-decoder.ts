/** Opens pictures that may be hostile. For children only: it restricts sharp in the whole process. */
import sharp, { type Sharp } from 'sharp';
import { pixelsMax } from '../../domain/limits.ts';

const pipelineSecondsMax = 30;

// An allow-list: whatever else libvips may learn to read stays closed.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadHeif',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

export interface OpenOptions {
  /** The numbers as they are in the file, whatever a profile says. */
  readonly ignoreIcc?: boolean;
  /** Of several pictures in a file, the one to open. */
  readonly page?: number;
}

/** A strict pipeline on the file or its bytes: any damage, or more pixels than are allowed, fails it. */
export function openPicture(source: string | Buffer, options: OpenOptions = {}): Sharp {
  return sharp(source, {
    failOn: 'error',
    limitInputPixels: pixelsMax,
    sequentialRead: true,
    unlimited: false,
    ...options,
  }).timeout({ seconds: pipelineSecondsMax });
}

/** What the decoder makes of the header. No pixel is decoded, so no size is too large to ask. */
export function inspectPicture(source: string | Buffer) {
  return sharp(source, { failOn: 'error', limitInputPixels: false, animated: false }).metadata();
}
