// Runs one command after the other, also after one that failed, and adds up their last lines: `N passed, N failed`.
import { spawn } from 'node:child_process';

const total = { passed: 0, failed: 0 };
for (const command of process.argv.slice(2)) {
  const { code, lastLine } = await run(command);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(lastLine) ?? [];
  total.passed += Number(passed ?? 0);
  // A command that says nothing of the kind, or fails without a failed test, is a failure of its own.
  const counted = Number(failed ?? 1);
  total.failed += counted === 0 && code !== 0 ? 1 : counted;
}
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);

/** Lets everything through, and keeps the last line that is not empty. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['inherit', 'pipe', 'inherit'] });
    let tail = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      tail = `${tail}${chunk}`.slice(-1_000);
    });
    child.on('close', (code) => {
      resolve({ code, lastLine: tail.trimEnd().split('\n').at(-1) });
    });
  });
}
