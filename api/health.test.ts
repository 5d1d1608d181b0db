import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestService, type TestService } from './testing/test-service.ts';

let api: TestService;
beforeAll(async () => {
  api = await createTestService();
});
afterAll(() => api.close());

describe('health', () => {
  test('says that it lives, and which part is down', async () => {
    expect((await api.call('GET', '/healthz')).json).toEqual({ status: 'ok' });
    const ready = await api.call('GET', '/readyz');
    expect([ready.status, ready.json]).toEqual([
      200,
      { status: 'degraded', parts: { postgres: 'ok', temporal: 'down', storage: 'ok' } },
    ]);
  });
});
