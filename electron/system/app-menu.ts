/** The application's menu: the entries that the systems expect, the diagnostics and the notices. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '#core/vocabulary.ts';
import { shellTexts } from '../shell-texts.ts';

export interface AppMenuActions {
  readonly preferences: () => void;
  readonly diagnostics: () => void;
  readonly notices: () => void;
  readonly checkForUpdates: () => void;
  readonly quit: () => void;
}

export function appMenu(
  language: Language,
  platform: NodeJS.Platform,
  { preferences, diagnostics, notices, checkForUpdates, quit }: AppMenuActions,
): MenuItemConstructorOptions[] {
  const words = shellTexts(language);
  const application: MenuItemConstructorOptions[] = [
    { label: words.preferences, accelerator: 'CommandOrControl+,', click: preferences },
    { type: 'separator' },
    ...(platform === 'darwin' ? ([{ role: 'hide' }, { type: 'separator' }] as const) : []),
    { label: words.quit, accelerator: 'CommandOrControl+Q', click: quit },
  ];
  return [
    { label: 'OnQueue', submenu: application },
    {
      label: words.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
    },
    {
      label: words.help,
      submenu: [
        { label: words.checkForUpdates, click: checkForUpdates },
        { label: words.diagnostics, click: diagnostics },
        { label: words.notices, click: notices },
      ],
    },
  ];
}
