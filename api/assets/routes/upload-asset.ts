import type { Readable } from 'node:stream';
import { publicId } from '../../../domain/ids.ts';
import { uploadBytesMax } from '../../../domain/limits.ts';
import type { ConcurrencyLimit } from '../../http/concurrency-limit.ts';
import { multipartFile } from '../../http/multipart-file.ts';
import type { Principal } from '../../auth/principal.ts';
import type { AssetQueries } from '../queries.ts';
import { assetResource } from '../resource.ts';
import { refuseFullStorage, type StorageQueries } from '../../storage/queries.ts';
import { route } from '../../http/contract/route.ts';

/** POST /v1/assets: a picture, examined and stored while it arrives. */
export const uploadAsset = (deps: {
  uploadAsset: (principal: Principal, file: Readable, signal: AbortSignal) => Promise<string>;
  assets: AssetQueries;
  storage: StorageQueries;
  uploadLimit: ConcurrencyLimit;
}) =>
  route(
    {
      id: 'uploadAsset',
      method: 'post',
      path: '/v1/assets',
      summary: 'Upload a picture (JPEG, PNG, WebP or AVIF still; 50 MB, 50 megapixels)',
      access: 'write',
      upload: true,
      answers: { 201: { description: 'Stored', body: assetResource, headers: ['Location'] } },
      problems: [
        'invalid_request',
        'file_too_large',
        'unsupported_media_type',
        'unreadable_image',
        'too_many_pixels',
        'side_too_long',
        'quota_exceeded',
      ],
    },
    ({ principal, request, signal }) =>
      deps.uploadLimit(async () => {
        refuseFullStorage(await deps.storage.use(principal.organizationId));
        const file = await multipartFile(request, uploadBytesMax);
        const id = await deps.uploadAsset(principal, file, signal);
        const body = await deps.assets.get(principal.organizationId, id);
        return { status: 201, body, headers: { Location: `/v1/assets/${publicId('ast', id)}` } };
      }),
  );
