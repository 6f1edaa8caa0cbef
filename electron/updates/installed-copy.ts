/** How this copy came onto the machine, and what follows from that for new versions. */
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

/** What the NSIS installer leaves beside the program; the MSI, which Windows itself takes away again, does not. */
export const UNINSTALLER = 'Uninstall OnQueue.exe';

/**
 * Whether electron-updater can put a new version in the place of this copy. It would give a copy that came as an MSI
 * the other installer's files beside its own, so there the organisation distributes new versions.
 */
export function canBeUpdated(copy: InstalledCopy): boolean {
  const { platform, packaged, execPath, appImage } = copy;
  if (!packaged) return true;
  if (platform === 'win32') return existsSync(join(dirname(execPath), UNINSTALLER));
  return platform !== 'linux' || appImage !== undefined || packageType(copy) !== null;
}

/**
 * Whether installing needs nobody's leave: no password for a package of the system, no administrator, and this person
 * may write where the program lies.
 */
export function installsSilently(copy: InstalledCopy): boolean {
  return packageType(copy) === null && canWriteIn(folderOf(copy));
}

/** `deb`, `rpm` or `pacman`, as the builder of such a package has noted it; `null` = it is none. */
function packageType({ platform, resourcesPath }: InstalledCopy): string | null {
  const file = join(resourcesPath, 'package-type');
  return platform === 'linux' && existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Where the new version will lie. */
function folderOf({ platform, execPath, appImage }: InstalledCopy): string {
  // OnQueue.app/Contents/MacOS/OnQueue: the whole bundle is replaced.
  if (platform === 'darwin') return join(dirname(execPath), '..', '..', '..');
  return dirname(appImage ?? execPath);
}

/** By trying: on Windows nothing else tells. */
function canWriteIn(folder: string): boolean {
  try {
    rmdirSync(mkdtempSync(join(folder, '.onqueue-')));
    return true;
  } catch {
    return false;
  }
}
