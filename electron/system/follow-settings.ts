/**
 * The settings that the system itself shows: the theme of windows, starting with the session, the application's menu.
 */
import type { Menu, NativeTheme } from 'electron';
import type { LocalSettings } from '#core/settings/local-settings.ts';
import type { Language } from '#core/vocabulary.ts';
import { appMenu, type AppMenuActions } from './app-menu.ts';
import { type LoginItemOptions, setStartAtLogin } from './login-item.ts';

export interface SettingsFollowerOptions {
  readonly nativeTheme: NativeTheme;
  readonly menu: typeof Menu;
  readonly login: LoginItemOptions;
  readonly actions: AppMenuActions;
}

/** Calls the system only for what has changed. */
export class SettingsFollower {
  readonly #o: SettingsFollowerOptions;
  #language: Language | null = null;
  #startAtLogin: boolean | null = null;

  constructor(options: SettingsFollowerOptions) {
    this.#o = options;
  }

  follow({ theme, startAtLogin }: LocalSettings, language: Language): void {
    const { nativeTheme, menu, login, actions } = this.#o;
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
    if (this.#startAtLogin !== startAtLogin) {
      this.#startAtLogin = startAtLogin;
      setStartAtLogin(startAtLogin, login);
    }
    if (this.#language !== language) {
      this.#language = language;
      menu.setApplicationMenu(menu.buildFromTemplate(appMenu(language, login.platform, actions)));
    }
  }
}
