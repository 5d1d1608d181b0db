import { z } from 'zod';
import { publicId } from '../../../domain/ids.ts';
import { uploadBytesMax } from '../../../domain/limits.ts';
import type { ConcurrencyLimit } from '../../http/concurrency-limit.ts';
import { multipartFile } from '../../http/multipart-file.ts';
import { ProblemError } from '../../http/problems/problem.ts';
import type { UploadedAsset, UploadRequest } from '../commands/upload-asset.ts';
import { nameOfUpload } from '../file-name.ts';
import type { AssetQueries } from '../queries.ts';
import { assetResource } from '../resource.ts';
import { refuseFullStorage, type StorageQueries } from '../../storage/queries.ts';
import { route } from '../../http/contract/route.ts';

/** POST /v1/assets: a picture, examined and stored while it arrives. */
export const uploadAsset = (deps: {
  uploadAsset: (request: UploadRequest) => Promise<UploadedAsset>;
  assets: AssetQueries;
  storage: StorageQueries;
  uploadLimit: ConcurrencyLimit;
}) =>
  route(
    {
      id: 'uploadAsset',
      method: 'post',
      path: '/v1/assets',
      summary: 'Upload a picture (JPEG, PNG, WebP, AVIF or HEIC still; 50 MB, 64 MP)',
      access: 'write',
      upload: true,
      headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional() }),
      answers: {
        201: {
          description: 'Stored',
          body: assetResource,
          headers: ['Location', 'Idempotency-Replayed'],
        },
      },
      problems: [
        'invalid_request',
        'file_too_large',
        'unsupported_media_type',
        'unreadable_image',
        'too_many_pixels',
        'side_too_long',
        'quota_exceeded',
        'idempotency_key_reused',
        'not_found',
      ],
    },
    ({ principal, request, signal, headers }) =>
      deps.uploadLimit(
        async () => {
          const idempotencyKey = headers['idempotency-key'] ?? null;
          // A replay stores nothing: with a key, the database asks once it knows whether this is one.
          if (!idempotencyKey) refuseFullStorage(await deps.storage.use(principal.organizationId));
          const { file, name } = await multipartFile(request, uploadBytesMax);
          const made = await deps.uploadAsset({
            ...{ principal, file, signal, idempotencyKey },
            name: nameOfUpload(name),
          });
          const body = await deps.assets.get(principal.organizationId, made.assetId);
          if (!body) throw new ProblemError('not_found', 'The picture of this key was deleted.');
          const Location = `/v1/assets/${publicId('ast', made.assetId)}`;
          const replayed = made.replayed && { 'Idempotency-Replayed': 'true' };
          return { status: 201, body, headers: { Location, ...replayed } };
        },
        { share: principal.organizationId, signal },
      ),
  );
