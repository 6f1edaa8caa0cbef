/** The token of a team's hub, encrypted by the system's own safe. Where there is none, a file that only its owner reads. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { TokenVault } from '#agent/settings/local-store.ts';
import { openTokenFile } from '#agent/settings/token-file.ts';

export interface SafeVault extends TokenVault {
  /** Resolves when everything is on the disk. */
  settled(): Promise<void>;
}

/** Opens the vault; a token that this system cannot decrypt (another person, a new machine) is none. */
export async function openSafeVault(directory: string, safe: SafeStorage): Promise<SafeVault> {
  if (!(await safe.isAsyncEncryptionAvailable()))
    return { ...openTokenFile(directory), settled: () => Promise.resolve() };
  const path = join(directory, 'token.safe');
  let token = await readToken(path, safe);
  let writing: Promise<void> = Promise.resolve();
  const write = (next: string | null) => {
    token = next;
    writing = writing.then(() => writeToken(path, safe, next)).catch(() => undefined);
  };
  // What an earlier run without a safe has left must not stay in clear.
  const plain = openTokenFile(directory);
  const left = plain.read();
  if (left !== null) {
    if (token === null) write(left);
    await writing;
    plain.clear();
  }
  return {
    read: () => token,
    write: (next) => write(next),
    clear: () => write(null),
    settled: () => writing,
  };
}

async function readToken(path: string, safe: SafeStorage): Promise<string | null> {
  try {
    const { result } = await safe.decryptStringAsync(await readFile(path));
    return result || null;
  } catch {
    return null;
  }
}

async function writeToken(path: string, safe: SafeStorage, token: string | null): Promise<void> {
  if (token === null) return rm(path, { force: true });
  await writeFile(`${path}.new`, await safe.encryptStringAsync(token), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
