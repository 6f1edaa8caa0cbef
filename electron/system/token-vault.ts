/**
 * The token of a team's hub, encrypted by the system's own keyring. Where there is none, or it fails, in a file that
 * only its owner can read.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { SafeStorage } from 'electron';
import type { TokenVault } from '#agent/settings/local-store.ts';
import { openTokenFile, tokenFiles } from '#agent/settings/token-file.ts';

export interface EncryptedVault extends TokenVault {
  /** Resolves when everything is on disk. */
  settled(): Promise<void>;
}

/**
 * Opens the vault; a token that this system cannot decrypt (another user, a new machine) counts as none. `trouble`
 * receives the reason why a token could not be read or stored: the user will have to sign in again and should know why.
 */
export async function openEncryptedVault(
  directory: string,
  safe: SafeStorage,
  trouble: (what: string) => void,
): Promise<EncryptedVault> {
  const file = openTokenFile(directory);
  if (!(await safe.isAsyncEncryptionAvailable())) return { ...file, settled: () => Promise.resolve() };
  const { plain, sealed } = tokenFiles(directory);
  const say = (what: string) => (error: unknown) =>
    trouble(`${what}: ${error instanceof Error ? error.message : String(error)}`);

  let token: string | null;
  let writing: Promise<void> = Promise.resolve();
  const write = (next: string | null) => {
    token = next;
    const failed = say('the token could not be kept, you must sign in again after a restart');
    writing = writing.then(() => keep(next)).catch(failed);
  };
  /** The disk holds this token or none: an older one would be sent to the hub chosen by then. */
  async function keep(next: string | null): Promise<void> {
    if (next === null) return file.clear();
    try {
      await writeSealed(sealed, await safe.encryptStringAsync(next));
    } catch (error) {
      say('the safe has refused the token, it rests in a file that only its owner reads')(error);
      return file.write(next);
    }
    await rm(plain, { force: true });
  }

  // A run without a keyring, or in the browser, wrote this after the encrypted one, which otherwise would have removed
  // it.
  const left = file.read();
  if (left !== null) {
    write(left);
    await writing;
  } else {
    const read = await readSealed(sealed, safe).catch((error: unknown) => {
      say('the token could not be read, you must sign in again')(error);
      return null;
    });
    token = read?.result || null;
    // The system has a new key, or a better one than the token was encrypted with.
    if (token !== null && read?.shouldReEncrypt) write(token);
  }
  return {
    read: () => token,
    write: (next) => write(next),
    clear: () => write(null),
    settled: () => writing,
  };
}

/** The keyring that keeps the token here, for the diagnostics. */
export async function describeEncryption(safe: SafeStorage, platform: NodeJS.Platform): Promise<string> {
  if (!(await safe.isAsyncEncryptionAvailable())) return 'none; a file that only its owner reads';
  if (platform !== 'linux') return "the system's";
  const backend = safe.getSelectedStorageBackend();
  return backend === 'basic_text'
    ? 'basic_text: no keyring, so only hidden from a glance; a file that only its owner reads'
    : backend;
}

/** The content of the encrypted file; `null` = there is none. */
async function readSealed(path: string, safe: SafeStorage) {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return safe.decryptStringAsync(bytes);
}

async function writeSealed(path: string, bytes: Buffer): Promise<void> {
  await writeFile(`${path}.new`, bytes, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
