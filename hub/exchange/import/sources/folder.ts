/** A folder on disk as a source. Symbolic links are not followed, so a source never leaves its folder. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ignoredFolders } from '#core/setup/import-files.ts';
import { megabytes, MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_DEPTH, MAX_TOTAL_BYTES } from './limits.ts';
import { fault, type SourceEntry, SourceProblem, systemCode } from './source-entry.ts';

export async function* readFolder(root: string): AsyncGenerator<SourceEntry> {
  const budget = { files: 0, bytes: 0 };
  yield* readBelow(root, '', 0, budget);
}

/** A single file as a source. */
export const singleFile = (path: string): SourceEntry => ({
  path: basename(path),
  read: () => readOne(path, { bytes: 0 }),
});

async function* readBelow(
  root: string,
  below: string,
  depth: number,
  budget: { files: number; bytes: number },
): AsyncGenerator<SourceEntry> {
  if (depth > MAX_FOLDER_DEPTH)
    return yield { path: below, problem: fault('FOLDERS_TOO_DEEP', { most: MAX_FOLDER_DEPTH }) };
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    return yield { path: below || '.', problem: fault('FOLDER_CLOSED', { error: systemCode(error) }) };
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!ignoredFolders.has(entry.name)) yield* readBelow(root, path, depth + 1, budget);
    } else if (!entry.isFile()) yield { path, problem: fault('NO_FILE') };
    else if (++budget.files > MAX_FILES) throw new SourceProblem('TOO_MANY_FILES', { most: MAX_FILES });
    else yield { path, read: () => readOne(join(root, path), budget) };
  }
}

async function readOne(path: string, budget: { bytes: number }): Promise<Buffer> {
  const { size } = await stat(path).catch(cannotBeOpened);
  if (size > MAX_FILE_BYTES)
    throw new SourceProblem('FILE_TOO_LARGE', { megabytes: megabytes(MAX_FILE_BYTES) });
  budget.bytes += size;
  if (budget.bytes > MAX_TOTAL_BYTES)
    throw new SourceProblem('SOURCE_TOO_LARGE', { megabytes: megabytes(MAX_TOTAL_BYTES) });
  return readFile(path).catch(cannotBeOpened);
}

function cannotBeOpened(error: unknown): never {
  throw new SourceProblem('FILE_CLOSED', { error: systemCode(error) });
}
