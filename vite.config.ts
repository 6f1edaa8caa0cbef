import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { thirdPartyNotices } from './scripts/third-party-notices.ts';

/**
 * Builds the renderer into files that a strict content policy can serve: hashed assets, no inline script, no inline
 * style. Rarely used pages are split off, so that the first paint stays light.
 */
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react(), thirdPartyNotices('dist/renderer')],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome128',
    cssTarget: 'chrome128',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index', 'offers', 'ringer'].map((page) => `renderer/${page}.html`) },
  },
});
