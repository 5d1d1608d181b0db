import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicId } from '../domain/ids.ts';
import { uuidv7 } from '../db/uuidv7.ts';
import { createTestApi, type TestCustomer, type TestApi } from './testing/test-api.ts';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  requestBody?: Json;
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  responses: Record<string, { description: string; content?: Record<string, { schema?: Json }> }>;
}

let api: TestApi;
let owner: TestCustomer;
let document: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Json;
};
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer();
  const { bytes } = await api.call('GET', '/v1/openapi.json');
  document = JSON.parse(bytes.toString()) as typeof document;
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Every object in the document, with the way to it. */
function* walk(value: unknown, way = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Json];
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, `${way}/${key}`);
}

describe('the OpenAPI document', () => {
  test('is 3.1 and lists exactly the routes that are mounted', () => {
    expect(document.openapi).toBe('3.1.0');
    const listed = operations().map(({ path, method }) => `${method} ${path}`);
    const mounted = api.application.routes.map(
      ({ contract }) => `${contract.method} ${contract.path}`,
    );
    expect(listed.sort()).toEqual(mounted.sort());
  });

  test('describes only routes that answer', async () => {
    for (const { path, method } of operations()) {
      const at = path.replace('{id}', publicId(path.includes('jobs') ? 'job' : 'ast', uuidv7()));
      const answer = await api.call(method.toUpperCase(), at, { key: owner.key });
      const isMissing = answer.status === 404 && answer.json.detail.includes('nothing at this');
      expect([path, isMissing]).toEqual([path, false]);
    }
  });

  test('names each operation once and declares each parameter of its path', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      for (const { required } of declared) expect(required).toBe(true);
    }
  });

  test('refers only to schemas that it has', () => {
    for (const [way, { $ref: reference }] of walk(document)) {
      if (typeof reference !== 'string') continue;
      const steps = reference.replace(/^#\//, '').split('/');
      const target = steps.reduce<unknown>(
        (at, step) => (at as Json | undefined)?.[step],
        document,
      );
      expect([way, reference, typeof target]).toEqual([way, reference, 'object']);
    }
    const names = Object.keys(document.components.schemas as Json);
    expect(names).toEqual(
      expect.arrayContaining(['Job', 'Asset', 'Operation', 'Problem', 'Balance']),
    );
  });

  test('shows every parameter of every operation of the studio', () => {
    const body = JSON.stringify(document.paths['/v1/jobs']?.post);
    expect(body).toContain('"const":"background-removal"');
    expect(body).toContain('"enum":["auto","person","product","animal"]');
  });

  test('leaves room for new fields in answers, and none in the input of a job', () => {
    const answers = operations().map(({ operation }) => operation.responses);
    for (const [way, schema] of walk([answers, document.components])) {
      expect([way, schema.additionalProperties]).not.toEqual([way, false]);
    }
    const request = [...walk(document.paths['/v1/jobs']?.post?.requestBody)];
    expect(request.some(([, schema]) => schema.additionalProperties === false)).toBe(true);
  });

  test('describes each problem that a route may answer', () => {
    for (const { operation } of operations()) {
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['401', '500', '503']),
      );
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(answer.description).not.toBe('');
        if (Number(status) < 400 || status === '416') continue;
        const problem = answer.content?.['application/problem+json']?.schema;
        expect(problem).toEqual({ $ref: '#/components/schemas/Problem' });
      }
    }
  });
});
