import { afterEach, beforeEach } from '@jest/globals';

declare global {
  /** Throws when something was logged since it was last asked; the environment asks after the last hook. */
  var atelierRefuseLogged: () => void;
}

// A test that expects an error to be logged replaces console.error itself; everything else that lands there is a fault.
const logged: unknown[][] = [];

function guard(): void {
  // eslint-disable-next-line no-console -- this is the guard itself
  console.error = (...values: unknown[]) => logged.push(values);
}

globalThis.atelierRefuseLogged = () => {
  const [first] = logged.splice(0);
  if (first) throw new Error(`unexpected console.error: ${first.map(String).join(' ')}`);
};

guard();
beforeEach(guard);
afterEach(() => {
  guard();
  globalThis.atelierRefuseLogged();
});
