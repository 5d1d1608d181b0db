/** Runs in a child: a stored picture in, what a screen shows of it out. */
import { previewBytesMax, previewSideMax } from '../../domain/limits.ts';
import { openPicture } from '../intake/safe-decoder.ts';
import { makeSmallWebp } from '../small-webp.ts';
import { type FileFacts, writeFacts } from '../stored-file.ts';

/** A photograph fits at once or at the second try; noise needs the last. */
const attempts = [
  { side: previewSideMax, quality: 80 },
  { side: previewSideMax, quality: 60 },
  { side: previewSideMax, quality: 40 },
  { side: 1_024, quality: 40 },
  { side: 768, quality: 40 },
  { side: 512, quality: 40 },
  { side: 256, quality: 40 },
] as const;

export interface PreviewRequest {
  /** The stored picture. */
  readonly path: string;
  /** Where the preview is written. */
  readonly target: string;
}

export async function makePreview({ path, target }: PreviewRequest): Promise<FileFacts> {
  const { data } = await makeSmallWebp(openPicture(path), attempts, previewBytesMax);
  return writeFacts(target, data);
}
