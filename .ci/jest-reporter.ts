import { relative } from 'node:path';

declare global {
  var atelierLastLine: string | undefined;
}

interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    testFilePath: string;
    perfStats: { runtime: number };
    testResults: { status: string; fullName: string }[];
  }[];
}

/** So many of the slowest files are named. */
const slowestShown = 10;
const passedOver = ['pending', 'skipped', 'todo', 'disabled'];

/**
 * Names the slowest files, and counts for the suite's last line, which the tear-down prints. A file that could not run counts as a failed test, and
 * so does a skipped one, unless the caller asked for some tests by name.
 */
export default class Totals {
  readonly #byName: boolean;

  constructor({ testNamePattern }: { testNamePattern?: unknown }) {
    this.#byName = Boolean(testNamePattern);
  }

  onRunComplete(_contexts: unknown, results: Results): void {
    const skipped = this.#byName ? [] : skippedIn(results);
    for (const name of skipped) process.stderr.write(`skipped, counted as failed: ${name}\n`);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped.length;
    globalThis.atelierLastLine = `${results.numPassedTests} passed, ${failed} failed`;
    process.exitCode = failed > 0 ? 1 : 0;
    // Fewer files each have their time beside their name already.
    if (results.testResults.length > slowestShown) process.stdout.write(slowestIn(results));
  }
}

function skippedIn({ testResults }: Results): string[] {
  return testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests
      .filter(({ status }) => passedOver.includes(status))
      .map(({ fullName }) => `${relative(process.cwd(), testFilePath)}: ${fullName}`),
  );
}

function slowestIn({ testResults }: Results): string {
  const lines = testResults
    .toSorted((one, other) => other.perfStats.runtime - one.perfStats.runtime)
    .slice(0, slowestShown)
    .map(({ testFilePath, perfStats: { runtime } }) => {
      const seconds = (runtime / 1000).toFixed(1).padStart(6);
      return `${seconds} s  ${relative(process.cwd(), testFilePath)}`;
    });
  return ['The slowest files:', ...lines, ''].join('\n');
}
