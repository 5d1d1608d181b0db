import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pythonWith, type Python } from '../.ci/outside/python.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

/** Some hundred requests; what takes longer than this hangs. */
const fuzzingSeconds = 150;

let api: TestApi;
let python: Python;
let folder: string;
let file: string;

beforeAll(async () => {
  [api, python, folder] = await Promise.all([
    createTestApi(),
    pythonWith('openapi-spec-validator==0.9.0', 'schemathesis==4.32.5'),
    mkdtemp(join(tmpdir(), 'atelier-openapi-')),
  ]);
  file = join(folder, 'openapi.json');
  const { bytes } = await api.call('GET', '/v1/openapi.json');
  await writeFile(file, bytes);
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

describe('the OpenAPI document, as others read it', () => {
  test('is valid', async () => {
    const { code, output } = await python(['-m', 'openapi_spec_validator', file]);
    expect([code, output.trim()]).toEqual([0, `${file}: OK`]);
  });

  test('is not found valid when it is not', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, JSON.stringify({ openapi: '3.1.0', paths: {} }));
    const { code, output } = await python(['-m', 'openapi_spec_validator', broken]);
    expect([code, output]).toEqual([1, expect.stringContaining('"info" is a required property')]);
  });

  test('is kept to by the running API, whatever is sent', async () => {
    const { key } = await api.customer(1_000);
    const { code, output } = await python(
      [
        ...['-c', 'from schemathesis.cli import schemathesis; schemathesis()'],
        ...['run', file, '--url', api.origin, '--no-color', '--seed', '7'],
        ...['--header', `Authorization: Bearer ${key}`],
        ...['--checks', 'not_a_server_error,response_schema_conformance'],
        ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '10'],
      ],
      { folder, timeoutMs: fuzzingSeconds * 1_000 },
    );
    expect([code, output]).toEqual([0, expect.stringMatching(/\b(\d{3,}) generated, \1 passed\b/)]);
  });
});
