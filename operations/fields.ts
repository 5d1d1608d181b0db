import { z } from 'zod';
import type { FieldMeta } from './operation.ts';

/** The stills every operation on a picture accepts. */
export const stillImages = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const;

/** No picture has more, neither a source nor a result. */
export const pixelsMax = 50_000_000;

/** Names, hints and the control of an input field, in the form that `.meta()` takes. */
export function field(meta: FieldMeta): Record<string, unknown> {
  return { ...meta };
}

/** The source picture: the public id of one of the organization's assets. */
export function assetField(): z.ZodString {
  return z
    .string()
    .regex(/^ast_[0-9a-hjkmnp-tv-z]{26}$/, 'must be the id of an asset (ast_…)')
    .meta(field({ label: { en: 'Image', fr: 'Image' }, control: 'asset' }));
}
