import { tearDown } from './jest-global-setup.ts';

const lingeringMs = 1_000;

/** Stops the suite's servers and says the last line: every reporter, jest's own summary too, has spoken by now. */
export default async function finish(): Promise<void> {
  await tearDown();
  process.stdout.write(`${globalThis.atelierLastLine ?? '0 passed, 1 failed'}\n`);
  // A leaked handle has failed its test already; it must not keep the finished suite from ending as well.
  setTimeout(() => process.exit(), lingeringMs).unref();
}
