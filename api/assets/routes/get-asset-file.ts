import { z } from 'zod';
import type { AssetVariant } from '../../../storage/signed-url.ts';
import { fileAnswer, type FileSource } from '../file-answer.ts';
import { pathId } from '../../http/contract/path-id.ts';
import { route } from '../../http/contract/route.ts';

const named = {
  content: { id: 'getAssetContent', summary: 'The picture' },
  preview: { id: 'getAssetPreview', summary: 'What a screen shows of the picture' },
  thumbnail: { id: 'getAssetThumbnail', summary: 'A small WebP of the picture' },
} as const;

/** GET /v1/assets/{id}/content, …/preview and …/thumbnail: the bytes, for whoever holds a signed address or the owner. */
export const getAssetFile = (variant: AssetVariant, source: FileSource) =>
  route(
    {
      id: named[variant].id,
      method: 'get',
      path: `/v1/assets/{id}/${variant}`,
      summary: named[variant].summary,
      access: 'signed',
      params: pathId('ast'),
      query: z.object({
        expires: z.string().optional(),
        kid: z.string().optional(),
        signature: z.string().optional(),
      }),
      headers: z.object({
        range: z.string().optional(),
        'if-range': z.string().optional(),
        'if-none-match': z.string().optional(),
      }),
      answers: {
        200: { description: 'The file', mediaType: 'image/*', headers: ['ETag'] },
        206: { description: 'A part of it', mediaType: 'image/*', headers: ['Content-Range'] },
        304: { description: 'Unchanged', headers: ['ETag'] },
        416: { description: 'No such part', headers: ['Content-Range'] },
      },
      problems: ['not_found'],
    },
    ({ params: { id }, query, headers, visitor }) =>
      fileAnswer(source, { id, variant }, { query, headers, visitor }),
  );
