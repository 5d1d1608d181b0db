import { z } from 'zod';
import { idPattern } from '../domain/ids.ts';
import type { FieldMeta } from './operation.ts';

/** The stills every operation on a picture accepts. */
export const stillImages = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/heic',
  'image/heif',
] as const;

/** Names, hints and the control of an input field, in the form that `.meta()` takes. */
export function field(meta: FieldMeta): Record<string, unknown> {
  return { ...meta };
}

/** Words in the customer's own hand, trimmed. Postgres stores neither a NUL nor half of a character: both are refused. */
export function freeText(): z.ZodString {
  return z
    .string()
    .refine(
      (text) => text.isWellFormed() && !text.includes('\0'),
      'must be well-formed Unicode text',
    )
    .trim()
    .max(1000);
}

/** The source picture: the public id of one of the organization's assets. */
export function assetField(): z.ZodString {
  return z
    .string()
    .regex(idPattern('ast'), 'must be the id of an asset (ast_…)')
    .meta(field({ label: { en: 'Image', fr: 'Image' }, control: 'asset' }));
}
