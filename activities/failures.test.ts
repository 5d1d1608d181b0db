import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DatabaseError } from '../db/errors.ts';
import { failures, type FailureType } from '../domain/failures.ts';
import { asFailure, final, isOurTrouble, passing, withinBudget } from './failures.ts';

const ends = (failure: unknown) => failure instanceof ApplicationFailure && failure.nonRetryable;

const allowed = {
  never: [false, false, false, false],
  budget: [true, false, false, false],
  'until-it-works': [true, true, true, true],
};

describe.each(Object.keys(failures) as FailureType[])('%s', (type) => {
  const { retry } = failures[type];

  test('is tried again as long as its kind allows', () => {
    const tries = [0, 1, 2, 50].map((before) => !ends(withinBudget(passing(type, 'x'), before)));
    expect(tries).toEqual(allowed[retry]);
  });

  test('said to be final, stays so', () => {
    expect(ends(withinBudget(final(type, 'x'), 0))).toBe(true);
    expect(isOurTrouble(final(type, 'x'))).toBe(false);
  });
});

describe('an error from below', () => {
  test.each([
    [new DatabaseError('unavailable', 'x'), 'unavailable', false],
    [new DatabaseError('rejected', 'x'), 'engine_failed', false],
    [new DatabaseError('stale_run', 'x'), 'stale_run', true],
    [new DatabaseError('deadline_exceeded', 'x'), 'deadline_exceeded', true],
    [new DatabaseError('insufficient_credits', 'x'), 'insufficient_credits', true],
    [Object.assign(new Error('x'), { code: 'ENOSPC' }), 'unavailable', false],
    [new Error('write: No space left on device'), 'unavailable', false],
    [new Error('a secret prompt'), 'engine_failed', false],
  ])('%s is %s', (error, type, isFinal) => {
    const failure = asFailure(error);
    expect(failure).toMatchObject({ type });
    expect(ends(failure)).toBe(isFinal);
    expect(failure.message).not.toMatch(/secret|x/);
  });

  test('a cancellation stays one', () => {
    const canceled = new CancelledFailure('stop');
    expect(withinBudget(canceled, 9)).toBe(canceled);
  });
});
