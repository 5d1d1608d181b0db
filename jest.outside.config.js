import config from './jest.config.js';

/** Tests against parts that others made, each got once into the user's cache: `npm run test:outside`. */
export default {
  ...config,
  testMatch: ['**/*.outside.test.ts'],
  testPathIgnorePatterns: config.testPathIgnorePatterns.filter((part) => !part.includes('outside')),
};
