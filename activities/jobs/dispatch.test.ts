import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { askTestServers } from '../../.ci/ask-test-servers.ts';
import { stepsOf } from '../../db/jobs/testing/steps.ts';
import {
  createTestDatabase,
  type TestDatabase,
  withConnection,
} from '../../db/testing/test-database.ts';
import { createDispatchActivities } from './dispatch.ts';

let db: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  db = await createTestDatabase();
  const { address } = await askTestServers('temporal');
  connection = await Connection.connect({ address });
});
afterAll(async () => {
  await connection.close();
  await db.close();
});

test('starts that hang keep no cancel from being sent', async () => {
  const { fresh, accept, reserve, cancel } = stepsOf(() => db);
  await fresh(50);
  const { job_id: canceled } = await accept();
  await reserve(canceled, 'a');
  await cancel(canceled);
  await accept();
  await withConnection(db.adminUrl, (admin) =>
    admin.query(`update jobs set created_at = created_at - interval '1 minute'`),
  );
  const started: string[] = [];
  const dispatcher = createDispatchActivities({
    database: db.database,
    client: new Client({ connection }),
    startJob: ({ jobId }) => {
      started.push(jobId);
      return new Promise(() => undefined);
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await dispatcher.dispatchQueued();
  expect(started).toHaveLength(1);
  const [row] = await db.system.query('select cancel_sent_at from jobs where id = $1', [canceled]);
  expect(row).toEqual({ cancel_sent_at: expect.any(Date) as unknown });
});
