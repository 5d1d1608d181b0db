import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withConnection } from '../../db/testing/test-database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
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

  test('does not take a Postgres that is merely busy for one that is down', async () => {
    const { key } = await api.customer();
    await withConnection(api.db.adminUrl, async (admin) => {
      await admin.query('begin');
      await admin.query('lock table jobs');
      const lists = Array.from({ length: 30 }, () => api.call('GET', '/v1/jobs', { key }));
      const waiting = `select count(*)::integer as count from pg_stat_activity
        where application_name = 'api' and wait_event_type = 'Lock' and datname = current_database()`;
      let count = 0;
      while (count < 10) {
        const [row] = await api.db.database.query<{ count: number }>(waiting);
        count = row?.count ?? 0;
      }
      expect((await api.call('GET', '/readyz')).json.parts.postgres).toBe('ok');
      await admin.query('rollback');
      expect(new Set((await Promise.all(lists)).map(({ status }) => status))).toEqual(
        new Set([200]),
      );
    });
  });
});
