/** Which of the generated icons the tray shows. `assets/icons/make-icons.ts` draws exactly these. */
import type { TrayIconState } from './tray-view.ts';

/**
 * The file name for a state. macOS colours a template by itself; Windows needs its own format; elsewhere it is a PNG
 * for a dark or a light panel.
 */
export function trayIconFile(
  { base, offers, lost }: TrayIconState,
  platform: NodeJS.Platform,
  darkPanel: boolean,
): string {
  const name = ['tray', base, ...(offers ? ['offer'] : []), ...(lost ? ['lost'] : [])].join('-');
  if (platform === 'darwin') return `${name}Template.png`;
  return `${name}-${darkPanel ? 'dark' : 'light'}.${platform === 'win32' ? 'ico' : 'png'}`;
}
