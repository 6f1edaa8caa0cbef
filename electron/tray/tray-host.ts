/** Whether this desktop has a place for tray icons. Only Linux desktops may have none, and only their message bus knows. */
import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ANSWER_WITHIN = 2_000;

/** `false` only when the bus answers that nobody shows tray icons; not knowing counts as "there is one". */
export function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    const args = [
      'call',
      '--session',
      '--dest',
      'org.freedesktop.DBus',
      '--object-path',
      '/org/freedesktop/DBus',
    ];
    args.push('--method', 'org.freedesktop.DBus.NameHasOwner', WATCHER);
    execFile('gdbus', args, { timeout: ANSWER_WITHIN }, (error, stdout) => {
      resolve(error !== null || !stdout.includes('false'));
    });
  });
}
