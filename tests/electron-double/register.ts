/** Loaded before the built main process: from then on `electron` is the double. */
import { registerHooks } from 'node:module';
// It detects its system when it is loaded, and must find the real one.
import 'playwright-core';

const double = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.defineProperty(process.versions, 'chrome', { value: 'of the test', enumerable: true });

// What differs on another system, as far as our own code decides it. The application reads it once, on
// load; the tools of the test get their own system back right after that.
const { ELECTRON_DOUBLE_PLATFORM: pretended } = process.env;
if (pretended) {
  const { platform } = process;
  const say = (value: string) =>
    Object.defineProperty(process, 'platform', { value, enumerable: true, configurable: true });
  say(pretended);
  setImmediate(() => say(platform));
}
