import { join } from 'node:path';
import { type BuildEnvironmentOptions, defineConfig, type EnvironmentOptions } from 'vite';
import { thirdPartyNotices } from './scripts/third-party-notices.ts';
import { writeIcons } from './assets/icons/make-icons.ts';

const outDir = 'dist/desktop';

/** One bundle for Node inside Electron: includes everything except what Electron itself provides. */
const bundle = (
  input: Record<string, string>,
  format: 'es' | 'cjs',
  more: BuildEnvironmentOptions = {},
): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    outDir,
    emptyOutDir: false,
    ssr: true,
    target: 'node24',
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    ...more,
    rolldownOptions: {
      input,
      external: ['electron', /^node:/, 'pg-native'],
      output: {
        format,
        entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
});

/**
 * Builds the desktop shell: the main process, the preload of its windows (CommonJS, as a sandbox requires), the
 * embedded hub, and the icons. All packages are bundled, so an installed copy has no node_modules.
 */
export default defineConfig({
  publicDir: false,
  plugins: [thirdPartyNotices(outDir)],
  environments: {
    main: bundle({ main: 'electron/main.ts', 'hub-process': 'electron/hub/hub-process.ts' }, 'es', {
      emptyOutDir: true,
    }),
    preload: bundle({ preload: 'electron/bridge/preload.ts' }, 'cjs'),
    hub: bundle(
      {
        hub: 'hub/app/main.ts',
        'import-worker': 'hub/exchange/import/import-worker.ts',
        'check-worker': 'hub/store/check-worker.ts',
        'strength-worker': 'hub/auth/strength-worker.ts',
        'long-read-worker': 'hub/long-reads/long-read-worker.ts',
      },
      'es',
    ),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'hub'] as const)
        if (builder.environments[name]) await builder.build(builder.environments[name]);
      await writeIcons(join(outDir, 'icons'));
    },
  },
});
