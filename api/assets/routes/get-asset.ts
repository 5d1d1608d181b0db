import { pathId } from '../../http/contract/path-id.ts';
import { ProblemError } from '../../http/problems/problem.ts';
import type { AssetQueries } from '../queries.ts';
import { assetResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/assets/{id} */
export const getAsset = ({ assets }: { assets: AssetQueries }) =>
  route(
    {
      id: 'getAsset',
      method: 'get',
      path: '/v1/assets/{id}',
      summary: 'A stored picture: an upload or a result',
      access: 'read',
      params: pathId('ast'),
      answers: { 200: { description: 'The asset', body: assetResource } },
      problems: ['not_found'],
    },
    async ({ params, principal }) => {
      const body = await assets.get(principal.organizationId, params.id);
      if (!body) throw new ProblemError('not_found', 'There is no such asset.');
      return { status: 200, body };
    },
  );
