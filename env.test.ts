import { describe, expect, test } from '@jest/globals';
import { EnvError, readEnv } from './env.ts';

function messageOf(
  source: Record<string, string>,
  needed: Parameters<typeof readEnv>[1] = [],
): string {
  try {
    readEnv(source, needed);
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the environment', () => {
  test('needs nothing for an embedded instance', () => {
    const env = readEnv({});
    expect(env.PORT).toBe(3000);
    expect(env.APP_ORIGIN).toBe('http://localhost:3000');
    expect(env.STORAGE_FOLDER).toBe(`${env.ATELIER_DATA}/storage`);
  });

  test('takes an empty variable for one that is not set', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 });
  });

  test('names every wrong variable, what it must be and an example', () => {
    const message = messageOf({ PORT: '99999', TEMPORAL_ADDRESS: 'nowhere' });
    expect(message).toContain(
      'PORT is wrong: it must be a port between 1 and 65535, for example 3000',
    );
    expect(message).toContain(
      'TEMPORAL_ADDRESS is wrong: it must be host:port, for example localhost:7233',
    );
  });

  test("says that a variable is missing only to the process that can't do without it", () => {
    expect(messageOf({}, ['DATABASE_URL'])).toMatch(/^DATABASE_URL is missing/);
    expect(readEnv({}).DATABASE_URL).toBeUndefined();
  });

  test('never repeats the value of a wrong variable', () => {
    const message = messageOf({
      AUTH_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
    });
    expect(message).toContain('AUTH_SECRET is wrong');
    expect(message).toContain('DATABASE_URL is wrong');
    expect(message).not.toContain('hunter2');
  });

  test('refuses an origin with a path', () => {
    expect(messageOf({ APP_ORIGIN: 'https://studio.example.com/app' })).toContain(
      'APP_ORIGIN is wrong',
    );
  });

  test.each(['0.0.0.0', '::', '10.0.0.5', 'studio.example.com'])(
    'needs to know its address once HOST is %s, and says so in one line',
    (HOST) => {
      const message = messageOf({ HOST });
      expect(message).toMatch(/^APP_ORIGIN is missing: .* \(HOST opens the studio to the network/);
      expect(message).not.toContain('\n');
      const APP_ORIGIN = 'https://studio.example.com';
      expect(readEnv({ HOST, APP_ORIGIN })).toMatchObject({ HOST, APP_ORIGIN });
    },
  );

  test.each(['127.0.0.1', '127.0.1.1', '::1', 'localhost'])(
    'needs no address while HOST is %s, which only this machine reaches',
    (HOST) => {
      expect(readEnv({ HOST, PORT: '3001' }).APP_ORIGIN).toBe('http://localhost:3001');
    },
  );

  test.each([
    ['', []],
    ['2', 2],
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, ::1,fd00::/8', ['10.0.0.0/8', '::1', 'fd00::/8']],
  ])('trusts the proxies %j', (TRUSTED_PROXIES, expected) => {
    expect(readEnv({ TRUSTED_PROXIES }).TRUSTED_PROXIES).toEqual(expected);
  });

  test.each([
    '0',
    '10',
    'true',
    '*',
    'loopback',
    '10.0.0.0/33',
    '10.0.0.1/8/8',
    '10.0.0.1,',
    'proxy',
  ])('trusts no proxies called %j', (TRUSTED_PROXIES) => {
    expect(messageOf({ TRUSTED_PROXIES })).toMatch(/^TRUSTED_PROXIES is wrong: it must be addr/);
  });

  test('has no open sign-up, and says in one line what it would need', () => {
    expect(readEnv({}).SIGN_UP).toBe('invite');
    expect(messageOf({ SIGN_UP: 'open' })).toMatch(/^SIGN_UP is wrong: .*open needs a mailer.*$/);
  });
});
