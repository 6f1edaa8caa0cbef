/** Builds the renderer once before the tests that look at it: they see what ships, under the policy that ships. */
import { build } from 'vite';

export async function setup(): Promise<void> {
  await build({ configFile: new URL('../../vite.config.ts', import.meta.url).pathname, logLevel: 'warn' });
}
