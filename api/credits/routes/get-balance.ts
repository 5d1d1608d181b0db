import type { CreditQueries } from '../queries.ts';
import { balanceResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/credits/balance */
export const getBalance = ({ credits }: { credits: CreditQueries }) =>
  route(
    {
      id: 'getBalance',
      method: 'get',
      path: '/v1/credits/balance',
      summary: 'Credits owned, held by running jobs, and free to spend',
      access: 'read',
      answers: { 200: { description: 'The wallet', body: balanceResource } },
      problems: [],
    },
    async ({ principal }) => ({
      status: 200,
      body: await credits.balance(principal.organizationId),
    }),
  );
