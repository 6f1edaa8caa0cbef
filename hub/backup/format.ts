/**
 * The file of a backup, the same for both databases:
 *
 *     ONQUEUE-BACKUP 1            first line: what it is, and the version of this format
 *     {"createdAt": …}            second line: the header, JSON, filled with spaces; both lines take HEADER_BYTES
 *     gzip of JSON Lines          for each table {"table", "columns"}, then a row per line as an array of values
 *
 * The header is written last, when counts and checksum are known: a file that was cut off has none.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { StoreError } from '../store/store-error.ts';

const FORMAT = 1;
const MAGIC = `ONQUEUE-BACKUP ${FORMAT}\n`;
export const HEADER_BYTES = 16 * 1024;

export const Header = z.object({
  /** Everything acknowledged before this instant is in the file. */
  createdAt: z.iso.datetime(),
  /** Version of OnQueue that wrote it. */
  version: z.string(),
  kind: z.enum(['sqlite', 'postgres']),
  /** Migrations that the rows fit, in order. */
  steps: z.array(z.string()).min(1),
  /** Number of rows per table. */
  tables: z.record(z.string(), z.number().int().nonnegative()),
  /** Checksum of the compressed part. */
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Header = z.infer<typeof Header>;

export type Value = string | number | null;
/** A table header, or a row of the current table. */
export type Entry =
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'row'; readonly values: readonly Value[] };

const Table = z.object({ table: z.string(), columns: z.array(z.string()) });

export function headerBytes(header: Header): Buffer {
  const text = `${MAGIC}${JSON.stringify(header)}`;
  const bytes = Buffer.alloc(HEADER_BYTES, ' ');
  bytes[HEADER_BYTES - 1] = 0x0a;
  if (bytes.write(text, 'utf8') !== Buffer.byteLength(text) || Buffer.byteLength(text) >= HEADER_BYTES)
    throw new Error('the header of a backup is too long');
  return bytes;
}

/** @throws {StoreError} with the reason if the file is invalid */
export async function readHeader(file: string): Promise<Header> {
  const bytes = Buffer.alloc(HEADER_BYTES);
  try {
    const handle = await open(file, 'r');
    await handle.read(bytes, 0, HEADER_BYTES, 0).finally(() => handle.close());
  } catch (error) {
    throw new StoreError(`The backup "${file}" cannot be read: ${(error as Error).message}.`);
  }
  const text = bytes.toString('utf8');
  if (!text.startsWith('ONQUEUE-BACKUP '))
    throw new StoreError(`"${file}" is no backup of OnQueue, or one that was never finished.`);
  if (!text.startsWith(MAGIC))
    throw new StoreError(
      `The backup "${file}" has a format that this version does not know. Use the version that wrote it, or a newer one.`,
    );
  const parsed = Header.safeParse(jsonOf(text.slice(MAGIC.length)));
  if (!parsed.success) throw damaged(file, 'its header cannot be read');
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const damaged = (file: string, how: string): StoreError =>
  new StoreError(`The backup "${file}" is damaged: ${how}. Nothing was changed.`);

/** Passes bytes through and hashes them. */
export class Checksum extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  /** Hash of all bytes so far; may be called once. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}

/** Reads the whole file and compares checksum and counts with the header. @throws {StoreError} */
export async function verifyBackup(file: string): Promise<Header> {
  const header = await readHeader(file);
  const checksum = new Checksum();
  const counts: Record<string, number> = {};
  let table = '';
  try {
    for await (const line of lines(file, checksum)) {
      if (line.startsWith('[')) counts[table] = (counts[table] ?? 0) + 1;
      else counts[(table = Table.parse(JSON.parse(line)).table)] = 0;
    }
  } catch {
    throw damaged(file, 'its content cannot be read to the end');
  }
  if (checksum.bytes !== header.bytes || checksum.sha256() !== header.sha256)
    throw damaged(file, 'its checksum is another one than its header says');
  for (const [name, rows] of Object.entries(header.tables))
    if (counts[name] !== rows) throw damaged(file, `"${name}" has ${counts[name] ?? 0} of ${rows} rows`);
  return header;
}

/** The content of a verified backup, in order, one table header or row at a time. */
export async function* readEntries(file: string): AsyncGenerator<Entry> {
  for await (const line of lines(file, new Checksum())) {
    const value = JSON.parse(line) as unknown;
    if (Array.isArray(value)) yield { kind: 'row', values: value as Value[] };
    else yield { kind: 'table', ...Table.parse(value) };
  }
}

/** Lines end with a line feed only: texts may contain every other line separator. */
async function* lines(file: string, checksum: Checksum): AsyncGenerator<string> {
  const text = createReadStream(file, { start: HEADER_BYTES })
    .on('error', (error) => checksum.destroy(error))
    .pipe(checksum)
    .on('error', (error) => unzipped.destroy(error));
  const unzipped = createGunzip();
  text.pipe(unzipped).setEncoding('utf8');
  let rest = '';
  for await (const chunk of unzipped as AsyncIterable<string>) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
  }
  if (rest !== '') throw new Error('the last line has no end');
}
