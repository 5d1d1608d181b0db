import { expect, test } from '@jest/globals';
import { uuidv7 } from '../../db/uuidv7.ts';
import { forEachJob } from './open-job.ts';

const rows = Array.from({ length: 35 }, (_, index) => ({ id: uuidv7(), index }));

function quietLog() {
  const errors: object[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (e: object) => errors.push(e),
  };
  return { errors, log };
}

test('every job has its turn, and one that fails stands in no other’s way', async () => {
  const { errors, log } = quietLog();
  const seen: string[] = [];
  const last = await forEachJob(rows, log, ({ id, index }) => {
    seen.push(id);
    return index === 3 ? Promise.reject(new Error('bad')) : Promise.resolve();
  });
  expect(seen).toEqual(rows.map(({ id }) => id));
  expect(last).toBe(rows.at(-1));
  expect(errors).toHaveLength(1);
});

test('a round ends in its time, and says how far it came', async () => {
  const { log } = quietLog();
  const seen: string[] = [];
  const hangsFrom = 12;
  const last = await forEachJob(
    rows,
    log,
    ({ id, index }) => {
      seen.push(id);
      return index < hangsFrom ? Promise.resolve() : new Promise(() => undefined);
    },
    50,
  );
  expect(seen).toHaveLength(20);
  expect(last).toBe(rows[19]);
});
