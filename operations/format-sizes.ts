import type { SourceSize } from './operation.ts';

const sizes: Readonly<Record<string, SourceSize>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1920, height: 1080 },
  '9:16': { width: 1080, height: 1920 },
  '4:3': { width: 1600, height: 1200 },
};

/** The exact size of what is made in a format, in pixels. @throws Error for one that the catalogue does not know */
export function sizeOfFormat(format: unknown): SourceSize {
  const size = sizes[String(format)];
  if (!size) throw new Error(`There is no format called ${String(format)}`);
  return size;
}

/** Whether a picture has fewer pixels of a format than what is made in it: it is enlarged. */
export function isEnlarged(source: SourceSize, format: unknown): boolean {
  const { width, height } = sizeOfFormat(format);
  return Math.min(source.width / width, source.height / height) < 1;
}
