import { pageOf } from '../../http/page.ts';
import { operationResource, type OperationResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/operations: the catalogue, in the order in which people see it. */
export const listOperations = ({ operations }: { operations: readonly OperationResource[] }) =>
  route(
    {
      id: 'listOperations',
      method: 'get',
      path: '/v1/operations',
      summary: 'What the studio can do, with prices and parameters',
      access: 'read',
      answers: { 200: { description: 'All of them', body: pageOf(operationResource) } },
      problems: [],
    },
    () => ({
      status: 200,
      body: { object: 'list', data: operations, has_more: false, next_cursor: null },
    }),
  );
