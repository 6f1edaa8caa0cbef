/** Builds the renderer once before the tests that look at it: they see what ships, under the policy that ships. */
import { build } from 'vite';

export async function setup(): Promise<void> {
  // The test runner says "test"; the libraries must be built as they ship.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: new URL('../../vite.config.ts', import.meta.url).pathname, logLevel: 'warn' });
  } finally {
    process.env.NODE_ENV = before;
  }
}
