/**
 * What the data directory holds is for its owner: conversations, password hashes, tokens. On Windows the profile's own
 * rights see to that.
 */
import { chmodSync, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** What the group and all others may do, in a mode. */
const OTHERS = 0o077;
const ENTER = 0o011;
/** Set on folders that everyone writes into, `/tmp` for one: they are not ours, whichever user owns them. */
const STICKY = 0o1000;
const ours =
  /^(hub\.(db|log)($|[.-].*)|(settings|drafts|device|local-user)\.json.*|token.*|shell\.lock|shell-secret|troubles\.log|diagnostics\.txt|app-update\.yml|chromium)$/;

/** To be called once, before anything is written: new files of this program are private whatever its user's habit is. */
export function keepNewFilesPrivate(): void {
  if (process.platform !== 'win32') process.umask(OTHERS);
}

/** Takes from others what they may do with a data directory of an earlier version. Only what is ours and belongs to us. */
export function restrictDataDirectory(directory: string): void {
  for (const { path, mode } of tooOpen(directory)) chmodSync(path, mode & ~OTHERS & 0o777);
}

/** What is ours in this data directory and others on the machine can get at: nothing where they cannot enter it. */
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
