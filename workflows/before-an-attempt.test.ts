import { beforeAll, expect, test } from '@jest/globals';
import { jobsOn } from './testing/jobs.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

// What goes wrong in `provide` before there is an attempt that could say so.
beforeAll(() => ensureBundle());

/** No attempt begins before these have happened to it, one a try; what they count survives the roll-back. */
async function failsWith(rig: SagaRig, raised: readonly string[]): Promise<void> {
  const cases = raised.map((raise, index) => `when ${index + 1} then raise exception ${raise};`);
  await rig.asAdmin(`
    create sequence tries;
    create function refuse_attempt() returns trigger language plpgsql security definer as $$
    begin
      case nextval('tries') ${cases.join(' ')} else null; end case;
      return new;
    end $$;
    create trigger refuse_attempt before insert on attempts for each row execute function refuse_attempt();`);
}

async function cropAfter(raised: readonly string[]): Promise<Record<string, unknown>> {
  const rig = await createSagaRig();
  try {
    await rig.startWorker();
    await failsWith(rig, raised);
    return { ...(await rig.ended(await jobsOn(() => rig).crop())) };
  } finally {
    await rig.close();
  }
}

const away = `'away' using errcode = '57014'`;
const refused = `'refused' using errcode = 'P0001'`;

test('trouble of our own leaves the budget of a refusal untouched', async () => {
  const job = await cropAfter([away, away, away, refused]);
  expect(job).toMatchObject({ status: 'succeeded', attempts: 1, credits_charged: 1 });
});

test('refusals have a budget of their own, however many tries there were between them', async () => {
  const job = await cropAfter([refused, away, refused]);
  expect(job).toMatchObject({ status: 'failed', attempts: 0, error: { code: 'engine_failed' } });
});

test('credits that are missing by then are said in figures', async () => {
  const detail = `detail = '{"required":1,"available":0}'`;
  const job = await cropAfter([`'no credits' using errcode = 'AT402', ${detail}`]);
  expect(job).toMatchObject({
    status: 'failed',
    credits_charged: 0,
    error: { code: 'insufficient_credits', required: 1, available: 0 },
  });
});
