import { defineConfig } from 'vitest/config';

/**
 * Three projects: `unit` (pure, no database), `postgres` (a real PostgreSQL from npm, started once by the global
 * setup) and `pglite` (the embedded database, where it differs). File names choose the project.
 */
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const common = {
  alias,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
  // A worker goes on with the next file and has all modules already: to load them 260 times took a fifth of the CPU.
  // Test files hold what they start in their own variables and stop it in `afterAll`; no module of ours is mocked.
  isolate: false,
};

/**
 * More than there are cores: who waits for a browser or a killed process leaves them to the others. The same for all
 * projects, or they would run one after another.
 */
const WORKERS = 5;

/**
 * A test whose browser did not get its turn in time, with five of them on two cores, goes once more and is told by
 * `.ci/asked-again.mjs`. An assertion that fails, and a test of the server that takes too long, has failed.
 */
const BROWSER_WAS_LATE = { count: 1, condition: /Timeout \d+ms exceeded/ };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['{schema,server,builder-ui}/**/*.test.ts'],
          exclude: ['**/*.{pg,pglite,ui,long}.test.ts', '**/node_modules/**'],
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          ...common,
          name: 'postgres',
          include: ['server/**/*.{pg,ui}.test.ts'],
          globalSetup: ['server/test/postgres-server.ts'],
          retry: BROWSER_WAS_LATE,
          maxWorkers: WORKERS,
        },
      },
      { test: { ...common, name: 'pglite', include: ['server/**/*.pglite.test.ts'], maxWorkers: WORKERS } },
    ],
  },
});
