/** Uploads bytes to a hub as the page does. */
import { MAX_UPLOAD_CHUNK_BYTES } from '#core/contract/setup-system.ts';
import type { World } from './world.ts';

export async function upload(setup: ReturnType<World['setupAs']>, bytes: Buffer): Promise<string> {
  const { uploadId } = await setup.uploads.begin({ bytes: Math.max(1, bytes.length) });
  for (let offset = 0; offset < bytes.length; offset += MAX_UPLOAD_CHUNK_BYTES) {
    const data = bytes.subarray(offset, offset + MAX_UPLOAD_CHUNK_BYTES).toString('base64');
    await setup.uploads.append({ uploadId, offset, data });
  }
  return uploadId;
}

/** A sound of this many seconds, 8 kHz, 8 bit, a tone of 440 Hz. */
export function wavOf(seconds: number): Buffer {
  const rate = 8_000;
  const samples = Math.round(seconds * rate);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  const tone = Buffer.from(
    Uint8Array.from(
      { length: samples },
      (_, at) => 128 + Math.round(100 * Math.sin((2 * Math.PI * 440 * at) / rate)),
    ),
  );
  return Buffer.concat([head, tone]);
}
