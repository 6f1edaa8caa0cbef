/** All imports of Electron's main process can be imported from the double. Checked by the compiler alone. */
import type * as real from 'electron/main';
import type * as double from './electron.ts';

type Missing = Exclude<keyof typeof real, keyof typeof double>;
true satisfies [Missing] extends [never] ? true : Missing;
