import type { SourceSize } from './operation.ts';

const sizes: Readonly<Record<string, SourceSize>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1920, height: 1080 },
  '9:16': { width: 1080, height: 1920 },
  '4:3': { width: 1600, height: 1200 },
  '3:4': { width: 1200, height: 1600 },
  // 297 × 210 mm at 300 dots an inch, as printers ask for; half of it.
  A4: { width: 2480, height: 3508 },
  A5: { width: 1748, height: 2480 },
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
