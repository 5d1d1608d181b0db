import { STATUS_CODES } from 'node:http';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { z } from 'zod';
import { organizationHeader } from './auth/same-organization.ts';
import { sessionCookie } from './auth/session-cookie.ts';
import type { Contract } from './http/contract/route.ts';
import { problems, type ProblemCode } from './http/problems/problem.ts';
import { problemResource } from './http/problems/resource.ts';

type ZodObject = z.ZodObject<Record<string, z.ZodType>>;

const named = z
  .string()
  .optional()
  .describe('Public id of the organization that is meant; what a session writes must name it');

/** The OpenAPI 3.1 document of exactly these contracts; the schemas are the ones that check requests. */
export function openApiDocument(contracts: readonly Contract[], origin: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const contract of contracts) {
    const path = (paths[contract.path] ??= {});
    path[contract.method] = operationOf(contract);
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Atelier', version: '1', summary: 'Every image operation is a durable job.' },
      servers: [{ url: origin }],
      security: [{ key: [] }, { session: [] }],
      paths,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', bearerFormat: 'sk_…' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie(origin) },
        },
      },
    },
    {
      // What answers hold may grow: a client made from this document must not refuse a field that it does not know.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) {
          delete jsonSchema.additionalProperties;
        }
      },
    },
  );
}

function operationOf(contract: Contract): ZodOpenApiOperationObject {
  const { params, query, headers } = contract;
  const requestBody = requestBodyOf(contract);
  return {
    operationId: contract.id,
    summary: contract.summary,
    ...(contract.access === 'public' && { security: [] }),
    ...(contract.access === 'signed' && { security: [{}, { key: [] }, { session: [] }] }),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(contract.access !== 'public' && { header: withOrganization(headers) }),
    },
    ...(requestBody && { requestBody }),
    responses: { ...answersOf(contract), ...problemsOf(contract) },
  };
}

/** Every route but the public ones takes it. */
function withOrganization(headers: Contract['headers']): ZodObject {
  return z.object({ ...(headers as ZodObject | undefined)?.shape, [organizationHeader]: named });
}

function requestBodyOf(contract: Contract): ZodOpenApiRequestBodyObject | null {
  if (contract.upload) {
    const file = { type: 'string' as const, contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object' as const, properties: { file }, required: ['file'] };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  if (!contract.body) return null;
  return { required: true, content: { 'application/json': { schema: contract.body } } };
}

function answersOf(contract: Contract): ZodOpenApiResponsesObject {
  const answers = Object.entries(contract.answers).map(([status, answer]) => {
    const names = ['X-Request-Id', ...(answer.headers ?? [])];
    const headers = Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }]));
    const content = answer.body
      ? { 'application/json': { schema: answer.body } }
      : answer.mediaType && { [answer.mediaType]: {} };
    return [status, { description: answer.description, headers, ...(content && { content }) }];
  });
  return Object.fromEntries(answers) as ZodOpenApiResponsesObject;
}

/** Codes that share a status share an entry, which names them all. */
function problemsOf(contract: Contract): ZodOpenApiResponsesObject {
  const codes: ProblemCode[] = [...contract.problems, 'internal_error', 'unavailable'];
  if (contract.access !== 'public') codes.unshift('unauthenticated', 'organization_changed');
  if (contract.access === 'write') codes.push('forbidden', 'forbidden_origin');
  const byStatus = Object.groupBy(codes, (code) => String(problems[code].status));
  const entries = Object.entries(byStatus).map(([status, names = []]) => [
    status,
    {
      description: `${STATUS_CODES[status] ?? ''}: ${names.join(', ')}`,
      content: { 'application/problem+json': { schema: problemResource } },
    },
  ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}
