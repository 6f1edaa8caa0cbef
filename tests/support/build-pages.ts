/** Builds the renderer once before the tests that look at it: they see what ships, under the policy that ships. */
import { join } from 'node:path';
import { build } from 'vite';
import { asShipped } from './as-shipped.ts';

export const setup = (): Promise<void> =>
  asShipped(() =>
    build({ configFile: join(import.meta.dirname, '..', '..', 'vite.config.ts'), logLevel: 'warn' }),
  );
