import type { JobAssetResource, JobResource } from '../../../api/jobs/resource.ts';
import type { Localized } from '../../../domain/languages.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PaletteColor {
  readonly hex: string;
  readonly percentage: number;
  readonly name: Localized;
}

/** The picture a job is about; null for data, and until it is there. */
export function mainAsset(job: JobResource): JobAssetResource | null {
  const assets = job.output?.assets ?? [];
  return assets.find(({ role }) => role === 'result') ?? assets[0] ?? null;
}

/** The id of the source picture; null for operations without one. */
export function sourceId(job: JobResource): string | null {
  const { asset } = job.input;
  return typeof asset === 'string' ? asset : null;
}

/** The part of the original that a crop kept, in its pixels; null for other results. */
export function cropOf(
  job: JobResource,
): { kept: Box; original: Pick<Box, 'width' | 'height'> } | null {
  const data = job.output?.data as { crop?: Box; original_size?: Box } | undefined;
  return data?.crop && data.original_size
    ? { kept: data.crop, original: data.original_size }
    : null;
}

/** What a crop was framed on, when what was asked for is not in the picture; null otherwise. */
export function otherFocusOf(job: JobResource): { asked: string; used: string } | null {
  const data = job.output?.data as { focus?: { asked: string; used: string } } | undefined;
  return data?.focus && data.focus.asked !== data.focus.used ? data.focus : null;
}

/** The colours of a palette; null for other results. */
export function paletteOf(job: JobResource): readonly PaletteColor[] | null {
  const colors = job.output?.data.colors;
  const isPalette =
    Array.isArray(colors) &&
    colors.every((color: unknown) => typeof color === 'object' && color !== null && 'hex' in color);
  return isPalette ? (colors as PaletteColor[]) : null;
}

const formats: Readonly<Record<string, string>> = {
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/jpeg': 'JPEG',
  'image/avif': 'AVIF',
};

export const formatName = (mimeType: string) => formats[mimeType] ?? mimeType;
