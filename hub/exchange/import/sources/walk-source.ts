/** Reads a source: a folder, a zip or one file; file by file, so that only one is in memory at a time. */
import { open, stat } from 'node:fs/promises';
import { readFolder, singleFile } from './folder.ts';
import { type SourceEntry, SourceProblem, systemCode } from './source-entry.ts';
import { readZip } from './zip.ts';

/** The path of a folder, zip or single file, or the bytes of a zip. */
export type SourceAddress = string | Buffer;

const ZIP_MAGIC = 0x504b;

/**
 * Walks a source in path order.
 * @throws {SourceProblem} when it is not a folder, zip or file
 */
export async function* walkSource(source: SourceAddress): AsyncGenerator<SourceEntry> {
  if (typeof source !== 'string') return yield* readZip(source);
  const found = await stat(source).catch(() => null);
  if (!found) throw new SourceProblem('NOT_THERE', { path: source });
  if (found.isDirectory()) return yield* readFolder(source);
  if (await looksLikeZip(source)) yield* readZip(source);
  else yield singleFile(source);
}

async function looksLikeZip(path: string): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    throw new SourceProblem('FILE_CLOSED', { error: systemCode(error) });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === ZIP_MAGIC;
  } finally {
    await file.close();
  }
}
