const progressEveryMs = 10_000;

export interface Terminal {
  say: (line: string) => void;
  /**
   * Does one step and says how long it took, with the detail that the work answers; says every ten seconds that it is
   * still at it.
   */
  step: <Result>(
    name: string,
    work: () => Promise<Result>,
    detail?: (result: Result) => string,
  ) => Promise<Result>;
}

/** Lines for people on the standard output. */
export function createTerminal(write: (text: string) => void): Terminal {
  const say = (line: string): void => {
    write(`${line}\n`);
  };
  return {
    say,
    step: async (name, work, detail = () => '') => {
      const startedAt = performance.now();
      const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
      const progress = setInterval(() => {
        say(`  ${name.padEnd(12)}${seconds()} s  still at it`);
      }, progressEveryMs);
      try {
        const result = await work();
        say(`  ${name.padEnd(12)}${seconds()} s  ${detail(result)}`.trimEnd());
        return result;
      } finally {
        clearInterval(progress);
      }
    },
  };
}
