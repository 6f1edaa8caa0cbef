/**
 * What a user dropped or chose, as one zip: a zip unchanged; a folder packed on the way, its largest parts excluded
 * unread.
 */
import { ignoredFolders, mayHoldSetup } from '#core/setup/import-files.ts';
import { type ZipEntry, zipParts } from '#core/files/write-zip.ts';
import { partsOf } from '../upload.ts';

interface Found {
  readonly path: string;
  readonly file: File;
}

/** The parts of a zip. Null when there is nothing in it. */
export type Parts = AsyncIterable<Uint8Array<ArrayBuffer>>;

const isZip = (file: File) => /\.zip$/i.test(file.name) || /zip/.test(file.type);
const leftAlone = (path: string) => path.split('/').some((part) => ignoredFolders.has(part));

/** Of a list of files: the one zip, or a folder as the browser lists it, or single files. */
export function filesOfSelection(files: Iterable<File>): Parts | null {
  const all = [...files];
  const [only] = all;
  if (!only) return null;
  if (all.length === 1 && isZip(only)) return partsOf(only);
  return packed(all.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Of a drop, which may contain folders. Call synchronously: the browser discards the drop data. */
export async function filesOfDrop(transfer: DataTransfer): Promise<Parts | null> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  if (!entries.some(({ isDirectory }) => isDirectory)) return filesOfSelection(files);
  const found: Found[] = [];
  for (const entry of entries) await collect(entry, found);
  return found.length === 0 ? null : packed(found);
}

async function collect(entry: FileSystemEntry, found: Found[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (leftAlone(path)) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader returns a folder in parts; an empty one is the end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return;
    for (const one of part) await collect(one, found);
  }
}

/** Files that no import opens are sent without content: they are counted by their names. */
async function* packed(found: readonly Found[]): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const members = found
    .filter(({ path }) => !leftAlone(path))
    .map(({ path, file }): ZipEntry => ({
      path,
      bytes: async () => new Uint8Array(mayHoldSetup(path) ? await file.arrayBuffer() : new ArrayBuffer(0)),
    }));
  yield* zipParts(members);
}
