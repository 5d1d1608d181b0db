import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { sessionCookie } from './auth/session-cookie.ts';
import { problems, type ProblemCode } from './http/problems/problem.ts';
import { problemResource } from './http/problems/resource.ts';
import type { Contract } from './http/contract/route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of exactly these contracts; the schemas are the ones that check requests. */
export function openApiDocument(contracts: readonly Contract[], origin: string): Json {
  const components: Json = {};
  const schemaOf = (schema: z.ZodType) =>
    hoist(z.toJSONSchema(schema, { io: 'input' }), components);
  const problem = schemaOf(problemResource);
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    const path = (paths[contract.path] ??= {});
    path[contract.method] = operationOf(contract, schemaOf, problem);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Atelier', version: '1', summary: 'Every image operation is a durable job.' },
    servers: [{ url: origin }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'sk_…' },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie(origin) },
      },
    },
  };
}

function operationOf(
  contract: Contract,
  schemaOf: (schema: z.ZodType) => Json,
  problem: Json,
): Json {
  const requestBody = requestBodyOf(contract, schemaOf);
  return {
    operationId: contract.id,
    summary: contract.summary,
    ...(contract.access === 'public' && { security: [] }),
    ...(contract.access === 'signed' && { security: [{}, { key: [] }, { session: [] }] }),
    parameters: [
      ...parametersOf(contract.params, 'path', schemaOf),
      ...parametersOf(contract.query, 'query', schemaOf),
      ...parametersOf(contract.headers, 'header', schemaOf),
    ],
    ...(requestBody && { requestBody }),
    responses: { ...answersOf(contract, schemaOf), ...problemsOf(contract, problem) },
  };
}

function requestBodyOf(contract: Contract, schemaOf: (schema: z.ZodType) => Json): Json | null {
  if (contract.upload) {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object', properties: { file }, required: ['file'] };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  if (!contract.body) return null;
  return { required: true, content: { 'application/json': { schema: schemaOf(contract.body) } } };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query' | 'header',
  schemaOf: (schema: z.ZodType) => Json,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function answersOf(contract: Contract, schemaOf: (schema: z.ZodType) => Json): Json {
  const answers = Object.entries(contract.answers).map(([status, answer]) => {
    const names = ['X-Request-Id', ...(answer.headers ?? [])];
    const headers = Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }]));
    const content = answer.body
      ? { 'application/json': { schema: schemaOf(answer.body) } }
      : answer.mediaType && { [answer.mediaType]: {} };
    return [status, { description: answer.description, headers, ...(content && { content }) }];
  });
  return Object.fromEntries(answers) as Json;
}

/** Codes that share a status share an entry, which names them all. */
function problemsOf(contract: Contract, problem: Json): Json {
  const codes: ProblemCode[] = [...contract.problems, 'internal_error', 'unavailable'];
  if (contract.access !== 'public') codes.unshift('unauthenticated');
  if (contract.access === 'write') codes.push('forbidden', 'forbidden_origin');
  const byStatus = Object.groupBy(codes, (code) => String(problems[code].status));
  const entries = Object.entries(byStatus).map(([status, names = []]) => [
    status,
    {
      description: `${STATUS_CODES[status] ?? ''}: ${names.join(', ')}`,
      content: { 'application/problem+json': { schema: problem } },
    },
  ]);
  return Object.fromEntries(entries) as Json;
}

/** Moves named schemas (`.meta({ id })`) to the components, where every route refers to them. */
function hoist(schema: Json, components: Json): Json {
  const { $defs, ...own } = schema as { $defs?: Record<string, Json> } & Json;
  delete own.$schema;
  for (const [name, definition] of Object.entries($defs ?? {})) {
    components[name] ??= refer(definition);
  }
  return refer(own) as Json;
}

function refer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(refer);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : refer(inner),
    ]),
  );
}
