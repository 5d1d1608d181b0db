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
    testResults: { status: string; fullName: string }[];
  }[];
}

const passedOver = ['pending', 'skipped', 'todo', 'disabled'];

/**
 * Counts for the suite's last line, which the tear-down prints. A file that could not run counts as a failed test, and
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
  }
}

function skippedIn({ testResults }: Results): string[] {
  return testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests
      .filter(({ status }) => passedOver.includes(status))
      .map(({ fullName }) => `${relative(process.cwd(), testFilePath)}: ${fullName}`),
  );
}
