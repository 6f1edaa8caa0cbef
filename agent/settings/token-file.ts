/** The token of a team's hub in a file that only its owner can read. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TokenVault } from './local-store.ts';

/** A vault in `directory`. A missing file means "no token"; one that cannot be read throws. */
export function openTokenFile(directory: string): TokenVault {
  const path = join(directory, 'token');
  return {
    read() {
      try {
        return readFileSync(path, 'utf8').trim() || null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    write(token) {
      mkdirSync(dirname(path), { recursive: true });
      const fresh = `${path}.new`;
      rmSync(fresh, { force: true });
      writeFileSync(fresh, token, { mode: 0o600, flag: 'wx' });
      chmodSync(fresh, 0o600);
      renameSync(fresh, path);
    },
    clear: () => rmSync(path, { force: true }),
  };
}
