import { route } from '../../http/contract/route.ts';
import type { StorageQueries } from '../queries.ts';
import { storageResource } from '../resource.ts';

/** GET /v1/storage */
export const getStorage = ({ storage }: { storage: StorageQueries }) =>
  route(
    {
      id: 'getStorage',
      method: 'get',
      path: '/v1/storage',
      summary: 'What the organization’s files weigh, and how much they may',
      access: 'read',
      answers: { 200: { description: 'In bytes', body: storageResource } },
      problems: [],
    },
    async ({ principal }) => ({
      status: 200,
      body: await storage.use(principal.organizationId),
    }),
  );
