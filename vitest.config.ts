import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/support/slowest-first.ts';

/** Common to every project: temporary files on a fast file system. */
const inMemory = 'tests/support/in-memory.ts';
/** Tests that measure time, and run without any other test beside them. */
const alone = ['tests/contract/attack.test.ts'];
/** A test of a page fails when something does not appear, and machines are slow at times. */
const pages = {
  environment: 'node',
  runner: 'tests/support/evidence-runner.ts',
  expect: { poll: { timeout: 15_000 } },
  testTimeout: 90_000,
  hookTimeout: 90_000,
};

/**
 * One project per kind of test, so that each can run alone: `npm run test:unit`, `test:hub`, `test:page` (the page
 * against a scripted shell), `test:e2e` (everything real), `test:desktop`. Run together, they share the workers: files
 * that wait for timers and processes leave the cores to those that compute.
 */
export default defineConfig({
  test: {
    // A file waits half of its time: for a browser, a database, a process, a timer. More would only make them slow.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
    slowTestThreshold: 5_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,agent,electron,web,renderer,customer,cli,scripts,assets,tests/customer}/**/*.test.ts',
          ],
          environment: 'node',
          globalSetup: [inMemory],
          testTimeout: 20_000,
          // Nothing here outlives its test, and to load everything once per file would be half of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'hub',
          include: ['hub/**/*.test.ts', 'tests/{hub,contract,simulation,import,history}/**/*.test.ts'],
          exclude: alone,
          environment: 'node',
          globalSetup: ['tests/support/postgres-setup.ts', inMemory],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          environment: 'node',
          globalSetup: [inMemory],
          // After everything else: they measure how long the hub lets others wait.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'page',
          include: ['tests/renderer/**/*.test.ts'],
          globalSetup: ['tests/support/build-pages.ts', inMemory],
          ...pages,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/build-pages.ts', inMemory],
          ...pages,
        },
      },
      {
        test: {
          name: 'desktop',
          include: ['tests/{desktop,packaging}/**/*.test.ts'],
          globalSetup: ['tests/support/build-pages.ts', 'tests/desktop/build-desktop.ts', inMemory],
          // One application at a time: two of them race for the port of the embedded hub when it restarts.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          ...pages,
        },
      },
    ],
  },
});
