import { createHash } from 'node:crypto';

/** Numbers that look random and are always the same for the same words and seed. */
export interface Random {
  /** 0 ≤ n < 1 */
  next(): number;
  between(lowest: number, highest: number): number;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
}

const { imul } = Math;

/** mulberry32, started from a hash of everything that shapes the design. */
export function createRandom(seed: number, words: string): Random {
  let state = createHash('sha256').update(`${seed}\n${words}`).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (lowest, highest) => lowest + next() * (highest - lowest),
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
  };
}
