import { defineConfig } from 'vite';
import { thirdPartyNotices } from './scripts/third-party-notices.ts';

/**
 * Builds the customers' pages: the chat page (served by the hub at /chat) and the embeddable script (/embed.js). Other
 * sites load the script as a classic one, so it is a file of its own without imports.
 */
export default defineConfig({
  root: 'customer',
  base: '/',
  publicDir: false,
  plugins: [thirdPartyNotices('dist/customer')],
  build: {
    outDir: '../dist/customer',
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'customer/index.html', embed: 'customer/embed.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
