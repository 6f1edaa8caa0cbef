/**
 * Writes a zip without compression: exports are small texts and are usually read back at once. Written in parts, so
 * that only one file at a time is in memory. Format: PKWARE's application note, version 2.0; names are UTF-8.
 */

export interface ZipEntry {
  /** With forward slashes. */
  readonly path: string;
  /** Read when the file is written. */
  bytes(): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x800;
/** 1 January 1980, the earliest date of the format: the same files give the same zip. */
const FIRST_DAY = 0x21;
/** More members need another version of the format. */
const MAX_ZIP_ENTRIES = 0xffff;

/** The parts of the zip, in order. @throws RangeError with more than 65,535 members */
export async function* zipParts(
  members: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for await (const member of members) {
    if (central.length >= MAX_ZIP_ENTRIES) throw new RangeError(`more than ${MAX_ZIP_ENTRIES} files`);
    const name = new TextEncoder().encode(member.path);
    const content = await member.bytes();
    // Both headers share these fields, from the version on.
    const facts = [VERSION, UTF8_NAMES, 0, 0, FIRST_DAY];
    const sizes = [crc32(content), content.length, content.length];
    const local = localRecord(name, facts, sizes);
    central.push(centralRecord(name, facts, sizes, offset));
    yield local;
    yield name;
    yield content;
    offset += local.length + name.length + content.length;
  }
  let size = 0;
  for (const one of central) {
    size += one.length;
    yield one;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, END, true);
  end.setUint16(8, central.length, true);
  end.setUint16(10, central.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  yield new Uint8Array(end.buffer);
}

function localRecord(
  name: Uint8Array,
  facts: readonly number[],
  sizes: readonly number[],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(30));
  view.setUint32(0, LOCAL, true);
  facts.forEach((fact, index) => view.setUint16(4 + 2 * index, fact, true));
  sizes.forEach((size, index) => view.setUint32(14 + 4 * index, size, true));
  view.setUint16(26, name.length, true);
  return new Uint8Array(view.buffer);
}

function centralRecord(
  name: Uint8Array,
  facts: readonly number[],
  sizes: readonly number[],
  offset: number,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(46 + name.length));
  view.setUint32(0, CENTRAL, true);
  view.setUint16(4, VERSION, true);
  facts.forEach((fact, index) => view.setUint16(6 + 2 * index, fact, true));
  sizes.forEach((size, index) => view.setUint32(16 + 4 * index, size, true));
  view.setUint16(28, name.length, true);
  view.setUint32(42, offset, true);
  const bytes = new Uint8Array(view.buffer);
  bytes.set(name, 46);
  return bytes;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
