/** Writes a backup of a database while hubs use it. */
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { describeAddress, type StoreAddress } from '../store/address.ts';
import { openStore, StoreError } from '../store/store.ts';
import { hubVersion } from '../base/version.ts';
import { Checksum, type Header, HEADER_BYTES, headerBytes } from './format.ts';
import { openSource, type Source } from './source.ts';
import { belongsInBackup } from './tables.ts';

/** Number of characters buffered before compression. */
const GATHERED = 256 * 1024;
/** Rows between two progress reports. */
const PROGRESS_INTERVAL = 1_000;

/**
 * Writes the backup to `file`, which only its owner can read and which appears only when it is complete. `onRows`
 * receives the number of rows written.
 * @throws {StoreError} with a sentence when the database or the file cannot be used
 */
export async function writeBackup(
  address: StoreAddress,
  file: string,
  onRows: (rows: number) => void = () => undefined,
): Promise<Header> {
  if (existsSync(file)) throw new StoreError(`"${file}" is there already. Choose another name.`);
  // Checks that it is an OnQueue database of this version.
  await (await openStore(address, { beside: true, existing: true })).close();
  const part = `${file}.${randomUUID()}.part`;
  const createdAt = new Date().toISOString();
  const source = await openSource(address).catch((error: unknown) => {
    throw new StoreError(`${describeAddress(address)} cannot be read: ${(error as Error).message}.`);
  });
  try {
    const { tables, bytes, sha256 } = await writeBody(source, part, onRows);
    const { kind, steps } = source;
    const header: Header = { createdAt, version: hubVersion, kind, steps: [...steps], tables, bytes, sha256 };
    await finish(part, file, header);
    return header;
  } catch (error) {
    await rm(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('E') && code !== 'ERR_SQLITE_ERROR')
      throw new StoreError(`The backup cannot be written to "${file}": ${message}.`);
    throw error;
  } finally {
    await source.close();
  }
}

async function writeBody(source: Source, part: string, onRows: (rows: number) => void) {
  const counts: Record<string, number> = {};
  const checksum = new Checksum();
  const target = createWriteStream(part, { flags: 'wx', mode: 0o600 });
  target.write(Buffer.alloc(HEADER_BYTES, ' '));
  const zip = createGzip({ level: constants.Z_BEST_SPEED });
  await pipeline(gathered(linesOf(source, counts, onRows)), zip, checksum, target);
  return { tables: counts, bytes: checksum.bytes, sha256: checksum.sha256() };
}

async function* linesOf(source: Source, counts: Record<string, number>, onRows: (rows: number) => void) {
  let total = 0;
  for (const { name, columns, rows } of source.tables) {
    if (!belongsInBackup(name)) continue;
    yield JSON.stringify({ table: name, columns });
    let count = 0;
    for await (const row of rows()) {
      count += 1;
      total += 1;
      yield JSON.stringify(row);
      if (total % PROGRESS_INTERVAL === 0) onRows(total);
    }
    counts[name] = count;
  }
}

/** Lines in larger pieces: the cost per piece exceeds that of a line. */
async function* gathered(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) {
    text += `${line}\n`;
    if (text.length < GATHERED) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Writes the header, syncs the file to disk, and gives it its final name. */
async function finish(part: string, file: string, header: Header): Promise<void> {
  const handle = await open(part, 'r+');
  await handle.write(headerBytes(header), 0, HEADER_BYTES, 0);
  await handle.sync();
  await handle.close();
  await rename(part, file);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
