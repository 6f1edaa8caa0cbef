/** The two databases that every hub test runs on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createDatabase } from './postgres-setup.ts';

export const storeKinds = ['sqlite', 'postgres'] as const;

/** Address of a new, empty database. */
export async function newDatabase(
  kind: (typeof storeKinds)[number],
): Promise<{ address: string; remove(): void }> {
  if (kind === 'postgres')
    return { address: await createDatabase(inject('postgres')), remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-hub-'));
  return {
    address: `sqlite:${join(folder, 'hub.db')}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
