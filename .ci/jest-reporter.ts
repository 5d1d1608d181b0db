declare global {
  var atelierLastLine: string | undefined;
}

/** Counts for the suite's last line, which the tear-down prints; a file that could not run counts as a failed test. */
export default class Totals {
  onRunComplete(
    _contexts: unknown,
    results: { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number },
  ): void {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    globalThis.atelierLastLine = `${results.numPassedTests} passed, ${failed} failed`;
    process.exitCode = failed > 0 ? 1 : 0;
  }
}
