/** A folder on disk as a source. Symbolic links are not followed: a source ends where its folder ends. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { foldersLeftAlone } from '#core/setup/import-files.ts';
import { megabytes, MOST_FILE_BYTES, MOST_FILES, MOST_FOLDER_DEPTH, MOST_TOTAL_BYTES } from './limits.ts';
import { fault, type SourceEntry, SourceProblem, systemCode } from './source-entry.ts';

export async function* readFolder(root: string): AsyncGenerator<SourceEntry> {
  const budget = { files: 0, bytes: 0 };
  yield* readBelow(root, '', 0, budget);
}

/** One file that was named itself. */
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
  if (depth > MOST_FOLDER_DEPTH)
    return yield { path: below, problem: fault('FOLDERS_TOO_DEEP', { most: MOST_FOLDER_DEPTH }) };
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    return yield { path: below || '.', problem: fault('FOLDER_CLOSED', { error: systemCode(error) }) };
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!foldersLeftAlone.has(entry.name)) yield* readBelow(root, path, depth + 1, budget);
    } else if (!entry.isFile()) yield { path, problem: fault('NO_FILE') };
    else if (++budget.files > MOST_FILES) throw new SourceProblem('TOO_MANY_FILES', { most: MOST_FILES });
    else yield { path, read: () => readOne(join(root, path), budget) };
  }
}

async function readOne(path: string, budget: { bytes: number }): Promise<Buffer> {
  const { size } = await stat(path).catch(cannotBeOpened);
  if (size > MOST_FILE_BYTES)
    throw new SourceProblem('FILE_TOO_LARGE', { megabytes: megabytes(MOST_FILE_BYTES) });
  budget.bytes += size;
  if (budget.bytes > MOST_TOTAL_BYTES)
    throw new SourceProblem('SOURCE_TOO_LARGE', { megabytes: megabytes(MOST_TOTAL_BYTES) });
  return readFile(path).catch(cannotBeOpened);
}

function cannotBeOpened(error: unknown): never {
  throw new SourceProblem('FILE_CLOSED', { error: systemCode(error) });
}
