/** How this copy was installed, and what that means for updates. */
import { existsSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface InstalledCopy {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly execPath: string;
  /** The file that an AppImage was started from. */
  readonly appImage: string | undefined;
  readonly resourcesPath: string;
}

/**
 * The uninstaller that the NSIS installer leaves beside the program; the MSI, which Windows itself uninstalls, does
 * not.
 */
export const UNINSTALLER = 'Uninstall OnQueue.exe';

/**
 * Whether electron-updater can replace this copy. In a copy installed by the MSI it would add the other installer's
 * files, so there the organisation distributes new versions.
 */
export function canBeUpdated(copy: InstalledCopy): boolean {
  const { platform, packaged, execPath, appImage } = copy;
  if (!packaged) return true;
  if (platform === 'win32') return existsSync(join(dirname(execPath), UNINSTALLER));
  return platform !== 'linux' || appImage !== undefined || packageType(copy) !== null;
}

/**
 * Whether installing needs no permission: no password for a system package, no administrator, and this user can write
 * where the program is.
 */
export function installsSilently(copy: InstalledCopy): boolean {
  return packageType(copy) === null && canWriteIn(folderOf(copy));
}

/** `deb`, `rpm` or `pacman`, as recorded by the package's builder; `null` = not a system package. */
function packageType({ platform, resourcesPath }: InstalledCopy): string | null {
  const file = join(resourcesPath, 'package-type');
  return platform === 'linux' && existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Where the new version will be installed. */
function folderOf({ platform, execPath, appImage }: InstalledCopy): string {
  // OnQueue.app/Contents/MacOS/OnQueue: the whole bundle is replaced.
  if (platform === 'darwin') return join(dirname(execPath), '..', '..', '..');
  return dirname(appImage ?? execPath);
}

/** Tries to write: on Windows there is no other reliable check. */
function canWriteIn(folder: string): boolean {
  try {
    rmdirSync(mkdtempSync(join(folder, '.onqueue-')));
    return true;
  } catch {
    return false;
  }
}
