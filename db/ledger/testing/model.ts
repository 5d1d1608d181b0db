import { expect } from '@jest/globals';
import type { DatabaseErrorKind } from '../../errors.ts';

/** A call of the ledger by one of the test's few keys, which are jobs too. */
export interface Operation {
  readonly type: 'grant' | 'reserve' | 'settle' | 'void';
  readonly key: number;
  readonly ordinal: number;
  readonly amount: number;
}

type Answer = 'new' | 'replayed' | 'nothing' | 'skipped' | DatabaseErrorKind;

export interface Outcome extends Operation {
  readonly answer: Answer;
  readonly id?: string;
}

interface Reservation {
  readonly id?: string;
  readonly job: number;
  readonly amount: number;
  state: 'pending' | 'settled' | 'voided';
  charged: number;
}

/** What the ledger must have written: grants by key, reservations by name. */
export interface Model {
  readonly grants: Map<number, number>;
  readonly reservations: Map<string, Reservation>;
}

/** What a reservation is known by: its job and its ordinal. */
export const nameOf = ({ key, ordinal }: Operation) => `${key}/${ordinal}`;
export const sum = (values: Iterable<number>) =>
  [...values].reduce((total, value) => total + value, 0);

/** What `balances` must show. */
export function balanceOf({ grants, reservations }: Model) {
  const all = [...reservations.values()];
  const posted = sum(grants.values()) - sum(all.map(({ charged }) => charged));
  const held = sum(all.filter(({ state }) => state === 'pending').map(({ amount }) => amount));
  return { posted, held, available: posted - held };
}

/** Books what the winners say they did; nobody may win what another has won. */
export function learn(model: Model, outcomes: Outcome[]): void {
  const won = (type: Operation['type']) =>
    outcomes.filter((outcome) => outcome.type === type && outcome.answer === 'new');
  for (const { key, amount } of won('grant')) {
    expect(model.grants.has(key)).toBe(false);
    model.grants.set(key, amount + 1);
  }
  for (const { id, ...operation } of won('reserve')) {
    const name = nameOf(operation);
    expect(model.reservations.has(name)).toBe(false);
    const reservation = { job: operation.key, amount: operation.amount + 1, charged: 0 };
    model.reservations.set(name, { ...reservation, state: 'pending', ...(id ? { id } : {}) });
  }
  for (const winner of [...won('settle'), ...won('void')]) {
    const reservation = model.reservations.get(nameOf(winner));
    expect(reservation?.state).toBe('pending');
    if (!reservation) continue;
    reservation.state = winner.type === 'settle' ? 'settled' : 'voided';
    reservation.charged = winner.type === 'settle' ? winner.amount : 0;
  }
  for (const operation of outcomes.filter(
    ({ type, answer }) => type === 'void' && answer === 'nothing',
  )) {
    expect(model.reservations.get(nameOf(operation))?.state).toBe('voided');
  }
}

/** Every error and every replay must be one that the state after the round explains. */
export function explain(model: Model, outcome: Outcome, availableAtLeast: number): void {
  const { type, answer, amount } = outcome;
  const reservation = model.reservations.get(nameOf(outcome));
  const explanations: Partial<Record<Answer, () => boolean>> = {
    new: () => true,
    skipped: () => true,
    nothing: () => reservation?.state === 'voided',
    replayed: () =>
      ({
        grant: () => model.grants.get(outcome.key) === amount + 1,
        reserve: () => reservation?.amount === amount + 1,
        settle: () => reservation?.state === 'settled' && reservation.charged === amount,
        void: () => false,
      })[type](),
    grant_conflict: () => model.grants.get(outcome.key) !== amount + 1,
    insufficient_credits: () => availableAtLeast < amount + 1,
    organization_not_found: () => false,
    reservation_closed: () => reservation?.state === (type === 'void' ? 'settled' : 'voided'),
    invalid_amount: () => type === 'settle' && amount > (reservation?.amount ?? 0),
    reservation_conflict: () =>
      type === 'settle'
        ? reservation?.state === 'settled' && reservation.charged !== amount
        : [...model.reservations].some(
            ([name, other]) =>
              other.job === outcome.key &&
              (name !== nameOf(outcome) || other.amount !== amount + 1),
          ),
  };
  const explained = explanations[answer]?.() ?? false;
  expect({ ...outcome, explained }).toEqual({ ...outcome, explained: true });
}
