import { constants, createContext } from 'node:vm';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import type { Circus, Global } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest runs tests in a realm of its own, where errors that Node makes are no `instanceof Error` and native modules do
 * not know the typed arrays they are given. These are taken from the outer realm instead.
 */
const shared = [
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError'],
  ...[
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
  ],
  ...['Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array'],
  // Its errors are the outer realm's, and must be `instanceof` the TypeError above.
  ...['BigInt64Array', 'BigUint64Array', 'WebAssembly'],
] as const;

/** Handles that keep a process alive and that a test file has to close itself. */
const closable = new Set(['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap']);
const closingMs = 2_000;

/**
 * Node's environment with the outer realm's errors and arrays; fails a file that leaves sockets or children open, or
 * that logs an error in its last hooks.
 */
export default class AtelierEnvironment extends TestEnvironment {
  #openBefore = 0;
  #failed = false;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.global = ordinaryGlobal(this.global);
    this.context = this.global;
    this.fakeTimersModern = new ModernFakeTimers({
      config: config.projectConfig,
      global: this.global,
    });
  }

  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, Object.fromEntries(shared.map((name) => [name, globalThis[name]])));
    this.#openBefore = openHandles().length;
  }

  /** A file that failed may well leave things open; its own failure is what people need to see. */
  handleTestEvent = (event: Circus.Event): void => {
    if (event.name === 'hook_failure') this.#failed = true;
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#failed = true;
  };

  override async teardown(): Promise<void> {
    // Missing when the set-up itself failed.
    const refuseLogged = this.global.atelierRefuseLogged as (() => void) | undefined;
    await super.teardown();
    if (!this.#failed) refuseLogged?.();
    // Closing a socket takes a turn or two of the event loop after its owner was told to.
    const deadline = Date.now() + closingMs;
    while (openHandles().length > this.#openBefore && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const open = openHandles();
    if (open.length > this.#openBefore && !this.#failed) {
      throw new Error(`the file leaves handles open: ${open.slice(this.#openBefore).join(', ')}`);
    }
  }
}

/**
 * A global object with all that jest has put into its own. Jest's is watched by a proxy, which makes every look at a
 * global (a `Math` in a loop over pixels) seventy times as slow as in the product.
 */
function ordinaryGlobal(watched: Global.Global): Global.Global {
  const ordinary = createContext(constants.DONT_CONTEXTIFY) as Global.Global;
  for (const name of Reflect.ownKeys(watched)) {
    if (Object.hasOwn(ordinary, name)) continue;
    const { enumerable = false } = Object.getOwnPropertyDescriptor(watched, name) ?? {};
    const value: unknown = Reflect.get(watched, name);
    Object.defineProperty(ordinary, name, {
      ...{ value, enumerable },
      ...{ configurable: true, writable: true },
    });
  }
  return Object.assign(ordinary, { global: ordinary });
}

function openHandles(): string[] {
  return process.getActiveResourcesInfo().filter((name) => closable.has(name));
}
