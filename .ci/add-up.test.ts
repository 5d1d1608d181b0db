import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

function addUp(...commands: string[]) {
  const script = join(import.meta.dirname, 'add-up.mjs');
  const { status, stdout } = spawnSync(process.execPath, [script, ...commands], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('shows what every suite says, and adds up their last lines', () => {
  expect(addUp('echo some text; echo "2 passed, 0 failed"', 'echo "40 passed, 0 failed"')).toEqual({
    status: 0,
    lines: ['some text', '2 passed, 0 failed', '40 passed, 0 failed', '42 passed, 0 failed'],
  });
});

test.each([
  ['failed tests', 'echo "1 passed, 2 failed"; exit 1', '8 passed, 2 failed'],
  ['an exit code alone', 'echo "1 passed, 0 failed"; exit 1', '8 passed, 1 failed'],
  ['a suite that dies without a word', 'kill -9 $$', '7 passed, 1 failed'],
  ['a last line of another kind', 'echo "1 passed, 0 failed"; echo bye', '7 passed, 1 failed'],
  ['a program that is missing', 'no-such-program', '7 passed, 1 failed'],
])('fails for %s, and still runs the next suite', (_why, command, lastLine) => {
  const { status, lines } = addUp(command, 'echo "7 passed, 0 failed"');
  expect({ status, lastLine: lines.at(-1) }).toEqual({ status: 1, lastLine });
});
