import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { buffer } from 'node:stream/consumers';
import { type ZipEntry, zipParts } from './write-zip.ts';

async function zipOf(files: ReadonlyArray<readonly [string, Uint8Array]>): Promise<Buffer> {
  const members = files.map(([path, bytes]): ZipEntry => ({ path, bytes: () => new Uint8Array(bytes) }));
  const parts: Uint8Array[] = [];
  for await (const part of zipParts(members)) parts.push(part);
  return Buffer.concat(parts);
}

async function filesOf(zip: Buffer): Promise<[string, Buffer][]> {
  const file = await fromBufferPromise(zip, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
  });
  const found: [string, Buffer][] = [];
  for await (const entry of file.eachEntry()) {
    const content = await buffer(await file.openReadStreamPromise(entry));
    expect(entry.crc32).toBe(crc32(content));
    found.push([entry.fileName, content]);
  }
  return found;
}

test('an independent reader extracts exactly what was written', async () => {
  const name = fc.stringMatching(/^[a-zA-Z가-힣ü_-]{1,12}(\/[a-zA-Z0-9.]{1,8}){0,3}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, fc.uint8Array({ maxLength: 400 })), { maxLength: 8 }),
      async (files) => {
        const safe = files.filter(([path]) => !path.split('/').includes('..'));
        const found = await filesOf(await zipOf(safe));
        expect(found).toEqual(safe.map(([path, bytes]) => [path, Buffer.from(bytes)]));
      },
    ),
    { numRuns: 60 },
  );
});

test('produces the same zip for the same files', async () => {
  const files = [['a/b.xml', Buffer.from('x')]] as const;
  expect(await zipOf(files)).toEqual(await zipOf(files));
});
