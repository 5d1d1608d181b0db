/** @satisfies {import('jest').Config} */
export default {
  testEnvironment: './.ci/jest-environment.ts',
  setupFilesAfterEnv: ['./.ci/jest-set-up.ts'],
  globalSetup: './.ci/jest-global-setup.ts',
  globalTeardown: './.ci/jest-global-teardown.ts',
  testSequencer: './.ci/jest-sequencer.ts',
  reporters: ['default', './.ci/jest-reporter.ts'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/build/', '/\\.atelier/', '\\.outside\\.test\\.ts$'],
  modulePathIgnorePatterns: ['/build/', '/\\.atelier/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Ends what hangs; how long work takes on whatever machine this is is measured in bench/.
  testTimeout: 300_000,
  // On two cores: a file spends a third of its time waiting for processes of its own.
  maxWorkers: 3,
  // The environment reports leaks itself, and the tear-down ends a process that one of them holds.
  openHandlesTimeout: 0,
};
