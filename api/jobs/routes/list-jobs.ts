import { pageQuery, pageRequest } from '../../http/cursor.ts';
import type { JobQueries } from '../queries.ts';
import { pageAnswer, pageAnswers, pageHeaders } from '../../http/page.ts';
import { jobResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/jobs: the organization's history, newest first. */
export const listJobs = ({ jobs }: { jobs: JobQueries }) =>
  route(
    {
      id: 'listJobs',
      method: 'get',
      path: '/v1/jobs',
      summary: 'The history of jobs, newest first',
      access: 'read',
      query: pageQuery,
      headers: pageHeaders,
      answers: pageAnswers(jobResource),
      problems: ['invalid_request'],
    },
    async ({ query, headers, principal }) =>
      pageAnswer(
        '/v1/jobs',
        query.limit,
        await jobs.list(principal.organizationId, pageRequest(query, 'job')),
        headers['if-none-match'],
      ),
  );
