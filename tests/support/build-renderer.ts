/** Builds the renderer once before the tests that look at it: they see what ships, under the policy that ships. */
import { build } from 'vite';
import { asShipped } from './as-shipped.ts';

export const setup = (): Promise<void> =>
  asShipped(() =>
    build({ configFile: new URL('../../vite.config.ts', import.meta.url).pathname, logLevel: 'warn' }),
  );
