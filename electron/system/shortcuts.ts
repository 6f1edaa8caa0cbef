/** Keys that work in every application, when the person wants them. */
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

  /** Takes or gives back the keys. A key that another application holds stays there. */
  set(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    for (const name of Object.keys(shortcutKeys) as (keyof typeof shortcutKeys)[]) {
      if (on) this.#global.register(shortcutKeys[name], () => this.#press(name));
      else this.#global.unregister(shortcutKeys[name]);
    }
  }
}
