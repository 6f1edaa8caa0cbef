/** Global shortcuts, which work in every application, when the user enables them. */
import type { GlobalShortcut } from 'electron';

export const shortcutKeys = {
  accept: 'CommandOrControl+Alt+Shift+A',
  decline: 'CommandOrControl+Alt+Shift+D',
} as const;

export class Shortcuts {
  readonly #global: GlobalShortcut;
  readonly #press: (name: keyof typeof shortcutKeys) => void;
  #on = false;

  constructor(global: GlobalShortcut, press: (name: keyof typeof shortcutKeys) => void) {
    this.#global = global;
    this.#press = press;
  }

  /** Registers or unregisters the shortcuts. A key that another application holds stays with it. */
  set(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    for (const name of Object.keys(shortcutKeys) as (keyof typeof shortcutKeys)[]) {
      if (on) this.#global.register(shortcutKeys[name], () => this.#press(name));
      else this.#global.unregister(shortcutKeys[name]);
    }
  }
}
