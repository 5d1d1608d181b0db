import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../db/migrate.ts';
import { releases, restoreRelease } from '../db/testing/restore-release.ts';
import { createEmptyDatabase } from '../db/testing/test-database.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

describe.each(releases)('the jobs that release %s left open', (version) => {
  let rig: SagaRig;
  let open: { id: string; organization_id: string; status: string }[];

  beforeAll(async () => {
    await ensureBundle();
    const db = await createEmptyDatabase();
    rig = await createSagaRig({
      database: db,
      prepare: async (store) => {
        await restoreRelease(version, db, store);
        await migrate(db.ownerUrl);
      },
    });
    open = await rig.system.query(
      `select id, organization_id, status from jobs where status in ('queued', 'running', 'canceling')`,
    );
  });
  afterAll(() => rig.close());

  test('end on a Temporal that never knew them, and nothing is held afterwards', async () => {
    expect(new Set(open.map(({ status }) => status))).toEqual(
      new Set(['queued', 'running', 'canceling']),
    );
    await rig.startWorker();
    const asking = setInterval(() => void rig.reconcileNow(), 3_000);
    for (const job of open) {
      const { status } = await rig.ended(job.id, job.organization_id);
      expect({ was: job.status, status }).toEqual({
        was: job.status,
        status: job.status === 'canceling' ? 'canceled' : 'succeeded',
      });
    }
    clearInterval(asking);
    expect(await rig.database.query('select * from verify()')).toEqual([]);
  });
});
