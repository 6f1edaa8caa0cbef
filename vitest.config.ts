import { defineConfig } from 'vitest/config';

/**
 * One project per kind of proof, so that each can be run alone: `npm run test:unit`, `test:hub`, `test:page` (the page
 * before a scripted shell), `test:e2e` (everything for real), `test:desktop`.
 */
export default defineConfig({
  test: {
    // By itself the runner leaves one core idle, which on two is half of the time.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,agent,electron,web,renderer,customer,cli,scripts,assets,tests/customer}/**/*.test.ts',
          ],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'hub',
          include: ['hub/**/*.test.ts', 'tests/{hub,contract,simulation,import,history}/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'page',
          include: ['tests/renderer/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/build-renderer.ts'],
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/build-renderer.ts'],
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'desktop',
          include: ['tests/{desktop,packaging}/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/desktop/build-desktop.ts'],
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 90_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
