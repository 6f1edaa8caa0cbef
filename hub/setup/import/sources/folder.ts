/** A folder on disk as a source. Symbolic links are not followed: a source ends where its folder ends. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { foldersLeftAlone } from '#core/setup/import-files.ts';
import { MOST_FILE_BYTES, MOST_FILES, MOST_FOLDER_DEPTH, MOST_TOTAL_BYTES } from './limits.ts';
import { type SourceEntry, SourceProblem } from './source-entry.ts';

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
    return yield { path: below, problem: `folders lie more than ${MOST_FOLDER_DEPTH} deep` };
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    return yield { path: below || '.', problem: `the folder cannot be read: ${(error as Error).message}` };
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!foldersLeftAlone.has(entry.name)) yield* readBelow(root, path, depth + 1, budget);
    } else if (!entry.isFile()) yield { path, problem: 'it is a link or a device, not a file' };
    else if (++budget.files > MOST_FILES)
      throw new SourceProblem(`The folder holds more than ${MOST_FILES} files.`);
    else yield { path, read: () => readOne(join(root, path), budget) };
  }
}

async function readOne(path: string, budget: { bytes: number }): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MOST_FILE_BYTES) throw new SourceProblem(`it is larger than ${MOST_FILE_BYTES} bytes`);
  budget.bytes += size;
  if (budget.bytes > MOST_TOTAL_BYTES)
    throw new SourceProblem(`the source is larger than ${MOST_TOTAL_BYTES} bytes`);
  return readFile(path);
}
