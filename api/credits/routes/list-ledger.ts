import { pageQuery, pageRequest } from '../../http/cursor.ts';
import type { CreditQueries } from '../queries.ts';
import { ledgerEntryResource } from '../resource.ts';
import { pageAnswer, pageAnswers, pageHeaders } from '../../http/page.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/credits/ledger: what came into the wallet and what left it, newest first. */
export const listLedger = ({ credits }: { credits: CreditQueries }) =>
  route(
    {
      id: 'listLedger',
      method: 'get',
      path: '/v1/credits/ledger',
      summary: 'Every change of the wallet, newest first',
      access: 'read',
      query: pageQuery,
      headers: pageHeaders,
      answers: pageAnswers(ledgerEntryResource),
      problems: ['invalid_request'],
    },
    async ({ query, headers, principal }) =>
      pageAnswer(
        '/v1/credits/ledger',
        query.limit,
        await credits.ledger(principal.organizationId, pageRequest(query, 'jrn')),
        headers['if-none-match'],
      ),
  );
