import type { Principal } from '../../auth/principal.ts';
import { pathId } from '../../http/contract/path-id.ts';
import { route } from '../../http/contract/route.ts';

/** DELETE /v1/assets/{id}: gone at once, from jobs that show it too; its signed addresses open nothing any more. */
export const deleteAsset = (deps: {
  deleteAsset: (principal: Principal, assetId: string) => Promise<void>;
}) =>
  route(
    {
      id: 'deleteAsset',
      method: 'delete',
      path: '/v1/assets/{id}',
      summary: 'Delete a picture, an upload or a result, for good',
      access: 'write',
      params: pathId('ast'),
      answers: { 204: { description: 'Deleted' } },
      problems: ['not_found', 'asset_in_use'],
    },
    async ({ params, principal }) => {
      await deps.deleteAsset(principal, params.id);
      return { status: 204 };
    },
  );
