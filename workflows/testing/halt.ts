import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';

/** A worker that halts at one point of a job, as a test sees it. */
export interface Halt {
  /** Resolves once the worker stands there. */
  reached(): Promise<void>;
  release(): void;
  /** It is to halt there once more. */
  again(): void;
}

const files = (folder: string) => ({
  reached: join(folder, 'reached'),
  released: join(folder, 'released'),
});

export function createHalt(folder: string): Halt {
  const { reached, released } = files(folder);
  mkdirSync(folder);
  return {
    async reached() {
      const changes = watch(folder);
      for (;;) {
        if (existsSync(reached)) return;
        await changes.next();
      }
    },
    release: () => {
      writeFileSync(released, '');
    },
    again: () => {
      for (const file of [reached, released]) rmSync(file, { force: true });
    },
  };
}

/** In the worker: stands still, the whole process, until it is released; once. */
export function haltHere(folder: string): void {
  const { reached, released } = files(folder);
  if (existsSync(reached)) return;
  writeFileSync(reached, '');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(released)) Atomics.wait(nobody, 0, 0, 10);
}
