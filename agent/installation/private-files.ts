/**
 * Keeps the contents of the data directory private to their owner: conversations, password hashes, tokens. On Windows
 * the profile's own permissions ensure that.
 */
import { chmodSync, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** The permission bits of the group and of others, in a mode. */
const OTHERS = 0o077;
const ENTER = 0o011;
/** The sticky bit of world-writable folders such as `/tmp`: they are not ours, regardless of the owner. */
const STICKY = 0o1000;
const ours =
  /^(hub\.(db|log)($|[.-].*)|(settings|drafts|device|local-user)\.json.*|token.*|shell\.lock|shell-secret|troubles\.log|diagnostics\.txt|app-update\.yml|chromium)$/;

/** Call once, before anything is written: new files of this program are private regardless of the user's umask. */
export function keepNewFilesPrivate(): void {
  if (process.platform !== 'win32') process.umask(OTHERS);
}

/**
 * Removes other users' access to a data directory of an earlier version. Only for our own files that this user owns.
 */
export function restrictDataDirectory(directory: string): void {
  for (const { path, mode } of tooOpen(directory)) chmodSync(path, mode & ~OTHERS & 0o777);
}

/** Our own files in this data directory that others on the machine can access; empty when they cannot enter it. */
export function accessibleToOthers(directory: string): string[] {
  const folder = lstatSync(directory, { throwIfNoEntry: false });
  const canEnter = folder !== undefined && (folder.mode & ENTER) !== 0;
  return canEnter ? tooOpen(directory).map(({ path }) => path) : [];
}

function tooOpen(directory: string): { readonly path: string; readonly mode: number }[] {
  const own = process.getuid?.();
  if (own === undefined) return [];
  const isTooOpen = ({ uid, mode }: Stats) => uid === own && (mode & OTHERS) !== 0;
  const folder = lstatSync(directory, { throwIfNoEntry: false });
  if (!folder?.isDirectory()) return [];
  const inside = readdirSync(directory)
    .filter((name) => ours.test(name))
    .flatMap((name) => {
      const path = join(directory, name);
      const file = lstatSync(path, { throwIfNoEntry: false });
      const counts = file !== undefined && (file.isFile() || file.isDirectory()) && isTooOpen(file);
      return counts ? [{ path, mode: file.mode }] : [];
    });
  const itself = isTooOpen(folder) && (folder.mode & STICKY) === 0;
  return itself ? [{ path: directory, mode: folder.mode }, ...inside] : inside;
}
