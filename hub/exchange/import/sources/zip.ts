/**
 * A zip as a source. Nothing is unpacked to disk; sizes are checked while unpacking, not taken from the zip's headers.
 */
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import {
  megabytes,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_FOLDER_DEPTH,
  MAX_COMPRESSION_RATIO,
  MAX_TOTAL_BYTES,
  COMPRESSION_RATIO_MIN_BYTES,
} from './limits.ts';
import { type Fault, fault, type SourceEntry, SourceProblem } from './source-entry.ts';

const tooLarge = { megabytes: megabytes(MAX_FILE_BYTES) };
/** General purpose flag of an entry whose name is UTF-8. */
const UTF8_NAME = 0x800;

/** @throws {SourceProblem} when it is not a zip */
export async function* readZip(source: string | Buffer): AsyncGenerator<SourceEntry> {
  // Names are checked individually here: a bad one becomes a report line instead of failing the zip.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
  let zip: ZipFile;
  try {
    zip = await (typeof source === 'string'
      ? openPromise(source, options)
      : fromBufferPromise(source, options));
  } catch (error) {
    throw new SourceProblem('ZIP_BROKEN', { detail: (error as Error).message });
  }
  try {
    if (zip.entryCount > MAX_FILES) throw new SourceProblem('TOO_MANY_FILES', { most: MAX_FILES });
    const budget = { bytes: 0 };
    for (const entry of await entriesOf(zip)) {
      const path = pathOf(entry);
      const problem = whyNot(path, entry);
      if (problem !== null) yield { path, problem };
      else if (!path.endsWith('/')) yield { path, read: () => unpack(zip, entry, budget) };
    }
  } finally {
    zip.close();
  }
}

/** The directory of the zip, in path order. */
async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      if (entries.length > MAX_FILES) throw new SourceProblem('TOO_MANY_FILES', { most: MAX_FILES });
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem('ZIP_DIRECTORY_BROKEN', { detail: (error as Error).message });
  }
  return entries.sort((a, b) => Buffer.compare(a.fileNameRaw, b.fileNameRaw));
}

/** Some Windows tools write backslashes. */
function pathOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  const utf8 = fileNameRaw.toString('utf8');
  const name =
    generalPurposeBitFlag & UTF8_NAME || !utf8.includes('\uFFFD') ? utf8 : fileNameRaw.toString('latin1');
  return name.replaceAll('\\', '/');
}

function whyNot(path: string, entry: Entry): Fault | null {
  const parts = path.split('/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..') || path.includes('\0'))
    return fault('ZIP_NAME_OUTSIDE');
  if (parts.length > MAX_FOLDER_DEPTH) return fault('FOLDERS_TOO_DEEP', { most: MAX_FOLDER_DEPTH });
  if (entry.isEncrypted()) return fault('ZIP_ENCRYPTED');
  if (entry.uncompressedSize > MAX_FILE_BYTES) return fault('FILE_TOO_LARGE', tooLarge);
  if (tooRegular(entry.uncompressedSize, entry)) return fault('ZIP_TOO_REGULAR');
  return null;
}

const tooRegular = (unpacked: number, { compressedSize }: Entry) =>
  unpacked > COMPRESSION_RATIO_MIN_BYTES && unpacked > compressedSize * MAX_COMPRESSION_RATIO;

async function unpack(zip: ZipFile, entry: Entry, budget: { bytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      size += chunk.length;
      budget.bytes += chunk.length;
      if (size > MAX_FILE_BYTES) throw new SourceProblem('FILE_TOO_LARGE', tooLarge);
      if (tooRegular(size, entry)) throw new SourceProblem('ZIP_TOO_REGULAR');
      if (budget.bytes > MAX_TOTAL_BYTES)
        throw new SourceProblem('SOURCE_TOO_LARGE', { megabytes: megabytes(MAX_TOTAL_BYTES) });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem('ZIP_NOT_UNPACKED', { detail: (error as Error).message });
  }
  return Buffer.concat(chunks);
}
