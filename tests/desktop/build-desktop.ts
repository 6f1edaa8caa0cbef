/** Builds the pages and the desktop shell once: the specs run what ships. */
import { join } from 'node:path';
import { build, createBuilder } from 'vite';
import { asShipped } from '../support/as-shipped.ts';

const config = (file: string) => join(import.meta.dirname, '..', '..', file);

export const setup = (): Promise<void> =>
  asShipped(async () => {
    for (const file of ['vite.config.ts', 'vite.customer.config.ts'])
      await build({ configFile: config(file), logLevel: 'warn' });
    const builder = await createBuilder({ configFile: config('vite.desktop.config.ts'), logLevel: 'warn' });
    await builder.buildApp();
  });
