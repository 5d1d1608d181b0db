import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { captureConsole, libraryLog, refusalLog } from './library-log.ts';

function logInto() {
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as object) };
}

const failed = new Error('Failed query: select 1\nparams: secret', {
  cause: Object.assign(new Error('secret'), { name: 'error', code: '42P01' }),
});

describe('a line of a library', () => {
  test.each([
    ['Invalid password', 'Invalid password'],
    ['Invalid callbackURL: https://evil.example/\n{"level":60}', 'Invalid callbackURL'],
    ['Failed query: select 1\nparams: secret', 'Failed query'],
    ['\u001b[31mred', 'no words of its own'],
    ['', 'no words of its own'],
  ])('saying %j is one line, that says “%s”', (said, told) => {
    const { log, parsed } = logInto();
    libraryLog(log, 'auth')('warn', said);
    expect(parsed()).toEqual([{ level: 40, library: 'auth', msg: told }]);
  });

  test('tells what kind an error is, and nothing of its text', () => {
    const { log, lines, parsed } = logInto();
    libraryLog(log, 'auth')('error', 'INTERNAL_SERVER_ERROR', failed);
    expect(parsed()).toMatchObject([{ error: { type: 'error', code: '42P01' } }]);
    libraryLog(log, 'auth')('error', '', new TypeError('secret'));
    expect(lines[1]).toMatch(/"at":\["at .*library-log.test/);
    expect(lines.join()).not.toContain('secret');
  });

  test('that says what it refuses is no warning; one with an error stays what it was', () => {
    const { log, parsed } = logInto();
    const write = refusalLog(log, 'auth');
    write('error', 'Invalid origin: https://evil.example');
    write('warn', 'Invalid password', { email: 'x' });
    write('error', 'Failed to create session', failed);
    expect(parsed()).toMatchObject([
      { level: 30, msg: 'Invalid origin' },
      { level: 30 },
      { level: 50 },
    ]);
  });

  test('written to the console is a line of the log, and none of its own', () => {
    const { log, lines, parsed } = logInto();
    const written = new PassThrough();
    const own = new Console(written, written);
    captureConsole(log, own);
    own.log('first: %s', 'secret');
    own.error('# SERVER_ERROR: ', failed);
    own.warn({ secret: true });
    own.error(new RangeError('secret\n    at secret'));
    expect(parsed()).toMatchObject([
      { level: 30 },
      { level: 50 },
      { level: 40 },
      { level: 50, error: { type: 'RangeError' } },
    ]);
    expect(lines.join()).not.toContain('secret');
    expect(written.read()).toBeNull();
  });
});
