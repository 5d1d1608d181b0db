import { afterEach, beforeEach } from '@jest/globals';

// A test that expects an error to be logged replaces console.error itself; everything else that lands there is a fault.
const logged: unknown[][] = [];

beforeEach(() => {
  logged.length = 0;
  // eslint-disable-next-line no-console -- this is the guard itself
  console.error = (...values: unknown[]) => logged.push(values);
});

afterEach(() => {
  const [first] = logged.splice(0);
  if (first) throw new Error(`unexpected console.error: ${first.map(String).join(' ')}`);
});
