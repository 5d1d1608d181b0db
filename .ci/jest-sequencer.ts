import { readFileSync } from 'node:fs';
import type { Test } from '@jest/test-result';
import sequencer from '@jest/test-sequencer';

/** What makes a file slow, slowest first: the parts that it starts. */
const parts = ['crash-points.ts', 'ensureBundle', 'signed-in.ts', 'start.ts', '/engines/', 'spawn'];

// Its types are those of its CommonJS twin, where the class lies one step deeper.
const Sequencer = sequencer as unknown as typeof sequencer.default;

/**
 * The longest files first, so that jest's workers end together: by how long they took, which jest remembers, or on a
 * fresh machine by what they start.
 */
export default class LongestFirst extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted
      .map((test) => ({ test, rank: rankOf(test) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ test }) => test);
  }
}

function rankOf({ path }: Test): number {
  const text = `${path}\n${readFileSync(path, 'utf8')}`;
  const part = parts.findIndex((name) => text.includes(name));
  return part === -1 ? parts.length : part;
}
