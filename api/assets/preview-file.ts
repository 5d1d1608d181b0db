import { previewBytesMax, previewSideMax } from '../../domain/limits.ts';
import { type Previews, previewMimeType } from '../../media/previews/previews.ts';
import type { AssetFile, StoredFile } from './sql-functions.ts';

/** Where previews come from. */
export interface PreviewSource {
  readonly previews: Previews;
  readonly log: { warn: (fields: object, message: string) => void };
}

/**
 * The file that shows this picture on a screen: the picture itself where it is small enough, and where no preview can be
 * made just then, rather than nothing.
 */
export async function previewOf(source: PreviewSource, picture: AssetFile): Promise<StoredFile> {
  if (picture.longest_side <= previewSideMax && picture.bytes <= previewBytesMax) return picture;
  const [, organization = ''] = picture.key.split('/');
  try {
    const { key, bytes } = await source.previews.of(picture.key, organization);
    // The same picture has the same preview; a name of its own keeps a browser from taking one for the other.
    return { key, bytes, mime_type: previewMimeType, sha256: `${picture.sha256}-preview` };
  } catch (error) {
    source.log.warn({ key: picture.key, err: error }, 'no preview could be made');
    return picture;
  }
}
