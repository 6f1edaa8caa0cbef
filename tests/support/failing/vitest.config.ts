import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..', '..', '..');

/** Runs the spec that fails on purpose, as specs with a browser are run. */
export default defineConfig({
  test: {
    root,
    include: ['tests/support/failing/*.spec.ts'],
    runner: join(root, 'tests/support/evidence-runner.ts'),
  },
});
