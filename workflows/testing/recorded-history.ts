import { writeFile } from 'node:fs/promises';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** Process and host, as an SDK introduces itself and names its own task queue. */
const machine = /^\d+@/;

/** Replaces a history that replay.test.ts replays, when the file is run with UPDATE_HISTORIES=1. */
export async function recordHistory(name: string, history: History): Promise<void> {
  if (!process.env.UPDATE_HISTORIES) return;
  const file = new URL(`../histories/${name}.json`, import.meta.url);
  // Stack traces name the folders of the machine that made them, identities its name; no replay looks at either.
  const portable = JSON.parse(historyToJSON(history), (key, value: unknown) =>
    key === 'stackTrace' || (typeof value === 'string' && machine.test(value)) ? '' : value,
  ) as unknown;
  await writeFile(file, `${JSON.stringify(portable, null, 1)}\n`);
}
