/** Restores a backup: verified before anything is written, all or nothing, into either kind of database. */
import { isPostgres, type StoreAddress } from '../store/address.ts';
import { migrations } from '../store/migrations.ts';
import { StoreError } from '../store/store-error.ts';
import { type Header, verifyBackup } from './format.ts';
import { restorePostgres } from './restore-postgres.ts';
import { restoreSqlite } from './restore-sqlite.ts';

export interface Restored {
  readonly header: Header;
  /** Where the previous database is kept; null = there was none, or it is gone. */
  readonly kept: string | null;
}

/**
 * @param replace whether to replace an existing database; without it, restoring over one is rejected
 * @throws {StoreError} with a sentence; nothing was changed then
 */
export async function restoreBackup(
  file: string,
  address: StoreAddress,
  { replace = false, onRows = () => undefined }: { replace?: boolean; onRows?: (rows: number) => void } = {},
): Promise<Restored> {
  if (!isPostgres(address) && !address.startsWith('sqlite:'))
    throw new StoreError('--db takes sqlite:PATH or postgres://USER@HOST/DATABASE.');
  const header = await verifyBackup(file);
  const { names } = migrations(isPostgres(address) ? 'postgres' : 'sqlite');
  if (header.steps.some((step, index) => names[index] !== step))
    throw new StoreError(
      `The backup "${file}" was made by a newer OnQueue (${header.version}). Install that version or newer. Nothing was changed.`,
    );
  if (isPostgres(address)) {
    await restorePostgres(file, header, address, replace, onRows);
    return { header, kept: null };
  }
  return {
    header,
    kept: await restoreSqlite(file, header, address.slice('sqlite:'.length), replace, onRows),
  };
}
