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
});
