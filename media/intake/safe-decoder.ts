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

/** A strict pipeline on the file: any damage, or more than 50 million pixels, fails it. */
export function openPicture(path: string): Sharp {
  return sharp(path, {
    failOn: 'error',
    limitInputPixels: pixelsMax,
    sequentialRead: true,
    animated: false,
    unlimited: false,
  }).timeout({ seconds: pipelineSecondsMax });
}

/** What the decoder makes of the header. No pixel is decoded, so no size is too large to ask. */
export function inspectPicture(path: string) {
  return sharp(path, { failOn: 'error', limitInputPixels: false, animated: false }).metadata();
}
