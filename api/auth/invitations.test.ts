import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../../db/uuidv7.ts';
import { cookieOf } from '../testing/people.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';
import { createInvitations } from './invitations.ts';

const person = { name: 'Ada', password: 'correct horse battery' };

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const invitations = () => createInvitations(api.auth);
const newEmail = () => `${uuidv7()}@example.com`;
const asked = () => new Request(new URL('/sign-up', api.origin), { method: 'POST' });
const people = async (email: string) =>
  api.auth.query('select id from auth."user" where email = $1', [email]);

describe('an invitation', () => {
  test('makes a person with their own organization, of which they are the owner, and what was granted', async () => {
    const email = newEmail();
    const token = await invitations().invite({ email, staff: ['finance'] });
    const joined = await api.application.pageApi.signUp(asked(), token ?? '', person);
    const cookie = cookieOf(joined.ok ? joined.setCookies : []);
    const session = await api.application.pageApi.session(
      new Request(api.origin, { headers: { cookie } }),
    );
    expect(session).toMatchObject({
      user: { name: 'Ada', email, id: expect.stringMatching(/^usr_/) as unknown },
      organization: { name: 'Ada', role: 'owner', id: expect.stringMatching(/^org_/) as unknown },
      staff: ['finance'],
    });
  });

  test('can be used once, also by twenty at the same time', async () => {
    const email = newEmail();
    const token = (await invitations().invite({ email, staff: [] })) ?? '';
    const tries = Array.from({ length: 20 }, () => invitations().accept(token, person));
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => outcome === 'joined')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['joined', 'gone']));
    expect(await invitations().find(token)).toBeNull();
    expect(await people(email)).toHaveLength(1);
  });

  test('is not valid after a week, nor is one that nobody made', async () => {
    const token = (await invitations().invite({ email: newEmail(), staff: [] })) ?? '';
    await api.auth.query(
      `update auth.verification set expires_at = expires_at - interval '7 days'`,
    );
    for (const given of [token, '', 'x'.repeat(43), "' or true --"]) {
      expect(await invitations().find(given)).toBeNull();
      expect(await invitations().accept(given, person)).toBe('gone');
    }
  });

  test('is kept as a hash: nobody who reads the table can use it', async () => {
    const token = (await invitations().invite({ email: newEmail(), staff: [] })) ?? '';
    const rows = await api.auth.query('select * from auth.verification');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('is made for nobody who has an account, and makes no second one when they got it since', async () => {
    const email = newEmail();
    const [first, second] = [
      (await invitations().invite({ email, staff: [] })) ?? '',
      (await invitations().invite({ email: email.toUpperCase(), staff: ['operator'] })) ?? '',
    ];
    expect(await invitations().accept(first, person)).toBe('joined');
    expect(await invitations().accept(second, person)).toBe('taken');
    expect(await people(email)).toHaveLength(1);
    expect(await invitations().invite({ email, staff: [] })).toBeNull();
    const grants = await api.auth.query(
      `select 1 from auth.staff_grants join auth."user" on id = user_id where email = $1`,
      [email],
    );
    expect(grants).toEqual([]);
  });

  test('keeps the password as argon2id', async () => {
    await api.person();
    const rows = await api.auth.query<{ password: string }>('select password from auth.account');
    for (const row of rows) expect(row.password).toMatch(/^\$argon2id\$/);
  });
});

test('where sign-up is closed an invitation opens nothing', async () => {
  const closed = await createTestApi({ signUp: 'closed' });
  const email = newEmail();
  const token = (await createInvitations(closed.auth).invite({ email, staff: [] })) ?? '';
  const { pageApi } = closed.application;
  expect(await pageApi.invitation(token)).toBeNull();
  expect(await pageApi.signUp(asked(), token, person)).toEqual({ ok: false, code: 'gone' });
  await closed.close();
});
