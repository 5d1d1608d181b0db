import { z } from 'zod';
import { jobAnswer, unchangedOr } from '../job-answer.ts';
import { pathId } from '../../http/contract/path-id.ts';
import { prefer } from '../../http/contract/prefer.ts';
import type { JobQueries } from '../queries.ts';
import { jobResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** GET /v1/jobs/{id}: a job as it is now, or as it is once it has ended (`Prefer: wait=N`). */
export const getJob = ({ jobs }: { jobs: JobQueries }) =>
  route(
    {
      id: 'getJob',
      method: 'get',
      path: '/v1/jobs/{id}',
      summary: 'A job as it is now',
      access: 'read',
      params: pathId('job'),
      headers: z.object({ 'if-none-match': z.string().optional(), prefer }),
      answers: {
        200: {
          description: 'The job',
          body: jobResource,
          headers: ['ETag', 'Retry-After', 'Preference-Applied'],
        },
        304: { description: 'Unchanged since the ETag in If-None-Match', headers: ['ETag'] },
      },
      problems: ['not_found'],
    },
    async ({ params: { id }, headers, principal: { organizationId }, signal, about }) => {
      about(id);
      const wait = headers.prefer;
      if (!wait) return unchangedOr(await jobs.get(organizationId, id), headers['if-none-match']);
      const job = await jobs.getWhenEnded(organizationId, id, wait.seconds, signal);
      return jobAnswer(job, 200, wait.headers);
    },
  );
