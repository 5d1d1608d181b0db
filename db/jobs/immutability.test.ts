import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase, withConnection } from '../testing/test-database.ts';
import { stepsOf } from './testing/steps.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { fresh, accept, cancel } = stepsOf(() => db);

const asAdmin = (sql: string) => withConnection(db.adminUrl, (admin) => admin.query(sql));

describe('what nobody may change', () => {
  test.each(['input', 'plan'])('is the %s of a job', async (column) => {
    await fresh(10);
    const { job_id: job } = await accept();
    const change = asAdmin(`update jobs set ${column} = '{}' where id = '${job}'`);
    await expect(change).rejects.toMatchObject({ code: '23001' });
  });

  test.each(['update events set success = true', 'delete from events', 'truncate events'])(
    'is an event: %s',
    async (statement) => {
      await fresh(10);
      await cancel((await accept()).job_id);
      await expect(asAdmin(statement)).rejects.toMatchObject({ code: '23001' });
    },
  );
});
