/** The token of a team's hub in a file that only its owner can read. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenVault } from './local-store.ts';

/** The files of a plain token and of one that the system's keyring has encrypted. At most one of them exists. */
export const tokenFiles = (directory: string) => ({
  plain: join(directory, 'token'),
  sealed: join(directory, 'token.safe'),
});

/**
 * A vault in `directory`. A missing file means "no token"; one that cannot be read throws. A token encrypted earlier is
 * older than anything written or cleared here, and is removed.
 */
export function openTokenFile(directory: string): TokenVault {
  const { plain, sealed } = tokenFiles(directory);
  return {
    read() {
      try {
        return readFileSync(plain, 'utf8').trim() || null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write(token) {
      mkdirSync(directory, { recursive: true });
      rmSync(sealed, { force: true });
      const fresh = `${plain}.new`;
      rmSync(fresh, { force: true });
      writeFileSync(fresh, token, { mode: 0o600, flag: 'wx' });
      chmodSync(fresh, 0o600);
      renameSync(fresh, plain);
    },
    clear() {
      rmSync(plain, { force: true });
      rmSync(sealed, { force: true });
    },
  };
}
