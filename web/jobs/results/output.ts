import type { JobAssetResource, JobResource } from '../../../api/jobs/resource.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PaletteColor {
  readonly hex: string;
  readonly percentage: number;
  readonly name: Readonly<Record<'en' | 'fr', string>>;
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

const formats: Readonly<Record<string, { name: string; extension: string }>> = {
  'image/png': { name: 'PNG', extension: 'png' },
  'image/webp': { name: 'WebP', extension: 'webp' },
  'image/jpeg': { name: 'JPEG', extension: 'jpg' },
  'image/avif': { name: 'AVIF', extension: 'avif' },
};

export const formatName = (mimeType: string) => formats[mimeType]?.name ?? mimeType;

/** A file name that says where it came from, with the extension of what it truly is. */
export function downloadName(
  job: Pick<JobResource, 'id' | 'operation'>,
  asset: Pick<JobAssetResource, 'mime_type'>,
  sourceName: string | null,
): string {
  const stem = sourceName?.replace(/\.[^.]+$/, '') ?? `atelier-${job.id.slice(-6)}`;
  const extension = formats[asset.mime_type]?.extension ?? 'bin';
  return `${stem}-${job.operation}.${extension}`;
}
