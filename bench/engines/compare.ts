import { median, spread } from '../statistics.ts';

const rounds = 7;

type Contenders = Readonly<Record<string, () => Promise<unknown>>>;

/** A peer and we: how many times as long as it we take. Each runs once unmeasured, and then in turn. */
export async function compare(name: string, contenders: Contenders): Promise<number> {
  const times: Record<string, number[]> = {};
  for (const contender of Object.values(contenders)) await contender();
  for (let round = 0; round < rounds; round += 1) {
    for (const [who, contender] of Object.entries(contenders)) {
      (times[who] ??= []).push(await elapsed(contender));
    }
  }
  for (const [who, values] of Object.entries(times)) {
    process.stdout.write(`${name.padEnd(20)} ${who.padEnd(12)} ${spread(values)} ms\n`);
  }
  const [theirs = [], our = []] = Object.values(times);
  return median(our.map((ms, round) => ms / (theirs[round] ?? Number.NaN)));
}

/** Milliseconds. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
