import type { CancelAnswer } from '../sql-functions.ts';
import { jobAnswer } from '../job-answer.ts';
import { pathId } from '../../http/contract/path-id.ts';
import type { Principal } from '../../auth/principal.ts';
import type { JobQueries } from '../queries.ts';
import { jobResource } from '../resource.ts';
import { route } from '../../http/contract/route.ts';

/** POST /v1/jobs/{id}/cancel: 202 when that does something, 200 with the job when it had ended. */
export const cancelJob = (deps: {
  cancelJob: (principal: Principal, jobId: string) => Promise<CancelAnswer>;
  jobs: JobQueries;
}) =>
  route(
    {
      id: 'cancelJob',
      method: 'post',
      path: '/v1/jobs/{id}/cancel',
      summary: 'Stop a job; nothing is charged unless its result was already being delivered',
      access: 'write',
      params: pathId('job'),
      answers: {
        200: { description: 'It had ended; unchanged', body: jobResource },
        202: {
          description: '`canceling`, or `canceled` if nothing had started',
          body: jobResource,
        },
      },
      problems: ['not_found'],
    },
    async ({ params, principal, about }) => {
      about(params.id);
      const answer = await deps.cancelJob(principal, params.id);
      const job = await deps.jobs.getAfresh(principal.organizationId, params.id);
      return jobAnswer(job, answer === 'ended' ? 200 : 202);
    },
  );
