import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { uuidv7 } from '../uuidv7.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { ask, type Studio } from './testing/calls.ts';
import { aim, type Command, jobCount, sequences } from './testing/commands.ts';
import { answer } from './testing/model.ts';
import { findViolations, readState, type State } from './testing/state.ts';

// Rounds of one command are played by a model of the state machine too, which must answer the same and come to the
// same state. The commands of a longer round run at the same time, each on its own connection: which of them wins is
// nobody's to say, but they answer in words that callers know, and what they leave behind is sound.
const connections = 10;
const rounds = 60;
const runs = 80;

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  // Calls overlap only when every connection is there before the first of them.
  await Promise.all(Array.from({ length: connections }, () => db.database.query('select 1')));
});

afterAll(() => db.close());

async function play(studio: Studio, state: State, round: readonly Command[]): Promise<State> {
  const calls = round.map((command) => aim(command, state, studio.terms));
  const answers = await Promise.all(calls.map((call) => ask(studio, call)));
  const after = await readState(studio);
  const [call, ...others] = calls;
  if (call && others.length === 0) {
    const { id: newId = '' } = answers[0] as { id?: string };
    const expected = answer(state, studio.terms, call, newId);
    expect({ call, answers, after }).toEqual({
      call,
      answers: [expected.answer],
      after: expected.state,
    });
  }
  return after;
}

test('whatever runs overlap, a job is paid for once, or not at all', async () => {
  const count = { alone: 0, together: 0 };
  const property = fc.asyncProperty(sequences(connections, rounds), async (sequence) => {
    const studio: Studio = {
      database: db.database,
      system: db.system,
      organizationId: await db.organization(),
      jobIds: Array.from({ length: jobCount }, uuidv7),
      terms: sequence.terms,
    };
    let state = await readState(studio);
    for (const round of sequence.rounds) {
      state = await play(studio, state, round);
      count[round.length === 1 ? 'alone' : 'together'] += round.length;
    }
    expect(await findViolations(studio)).toEqual([]);
  });
  await fc.assert(property, {
    numRuns: runs,
    interruptAfterTimeLimit: 90_000,
    markInterruptAsFailure: true,
  });
  expect(count.alone).toBeGreaterThan(500);
  expect(count.together).toBeGreaterThanOrEqual(1_000);
});
