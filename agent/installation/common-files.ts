/**
 * The Common Files folder of Windows, which only administrators can write. Read from the machine's registry, never from
 * the environment, which anyone who starts a program can set.
 */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { win32 } from 'node:path';

/** The output of a registry query, or null when the query fails. */
export type RegistryQuery = (key: string, value: string) => string | null;

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';
const VALUE = 'CommonFilesDir';
/** The system's own path of its folder, independent of drive letters and variables. */
const SYSTEM_ROOT = '\\\\?\\GLOBALROOT\\SystemRoot';
const USUAL_ROOT = 'C:\\Windows';
const ASK_TIMEOUT_MS = 5_000;

export function commonFilesFolder(query: RegistryQuery = askRegistry, root: string = systemRoot()): string {
  const answer = query(KEY, VALUE);
  const folder = /^\s+CommonFilesDir\s+REG_SZ\s+(.+?)\s*$/m.exec(answer ?? '')?.[1];
  if (folder !== undefined && win32.isAbsolute(folder)) return folder;
  return win32.join(win32.parse(root).root, 'Program Files', 'Common Files');
}

function systemRoot(): string {
  try {
    return realpathSync.native(SYSTEM_ROOT);
  } catch {
    return USUAL_ROOT;
  }
}

const askRegistry: RegistryQuery = (key, value) => {
  const program = win32.join(systemRoot(), 'System32', 'reg.exe');
  const { status, stdout } = spawnSync(program, ['query', key, '/v', value, '/reg:64'], {
    encoding: 'utf8',
    timeout: ASK_TIMEOUT_MS,
    windowsHide: true,
  });
  return status === 0 ? stdout : null;
};
