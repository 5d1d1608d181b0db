import { z } from 'zod';
import { publicId } from '../../../domain/ids.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { CreatedJob, JobRequest } from '../commands/create-job.ts';
import { jobAnswer } from '../job-answer.ts';
import { prefer } from '../../http/contract/prefer.ts';
import type { JobQueries } from '../queries.ts';
import { requestOf } from '../request.ts';
import { jobResource } from '../resource.ts';
import { type Answer, route } from '../../http/contract/route.ts';

/** POST /v1/jobs: asks for one operation; 202 as soon as the request can no longer be lost. */
export const createJob = (deps: {
  catalogue: readonly Operation[];
  createJob: (request: JobRequest) => Promise<CreatedJob>;
  jobs: JobQueries;
}) =>
  route(
    {
      id: 'createJob',
      method: 'post',
      path: '/v1/jobs',
      summary: 'Run an operation',
      access: 'write',
      headers: z.object({ 'idempotency-key': z.string().min(1).max(255).optional(), prefer }),
      body: requestOf(deps.catalogue),
      answers: {
        200: { description: 'It ended within `Prefer: wait=N`', body: jobResource },
        202: {
          description: 'Accepted; `joined`: an equal job is under way and answers this request too',
          body: jobResource.extend({ joined: z.literal(true).optional() }),
          headers: ['Location', 'ETag', 'Idempotency-Replayed', 'Preference-Applied'],
        },
      },
      problems: [
        'invalid_request',
        'insufficient_credits',
        'not_found',
        'request_in_flight',
        'body_too_large',
        'unsupported_media_type',
        'output_too_large',
        'idempotency_key_reused',
        'quota_exceeded',
      ],
    },
    async ({ body, headers: { prefer: wait, ...headers }, principal, signal, about }) => {
      const idempotencyKey = headers['idempotency-key'] ?? null;
      const { jobId, replayed, joined } = await deps.createJob({
        ...body,
        principal,
        idempotencyKey,
      });
      about(jobId);
      const { organizationId } = principal;
      const job = await deps.jobs.getWhenEnded(organizationId, jobId, wait?.seconds ?? 0, signal);
      const answer = jobAnswer(job, wait && job?.ended ? 200 : 202, {
        Location: `/v1/jobs/${publicId('job', jobId)}`,
        ...(replayed && { 'Idempotency-Replayed': 'true' }),
        ...wait?.headers,
      });
      return joined ? sayJoined(answer) : answer;
    },
  );

/** The job as it is, with the word that this request made no new one. */
function sayJoined(answer: Answer): Answer {
  const { bytes = Buffer.from('{}'), ...rest } = answer;
  return { ...rest, body: { ...(JSON.parse(bytes.toString()) as object), joined: true } };
}
