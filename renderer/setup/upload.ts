/** Sends a file to the hub in pieces, over the connection that everything else uses. */
import { MAX_UPLOAD_BYTES, MAX_UPLOAD_CHUNK_BYTES } from '#core/contract/setup-system.ts';
import { bridge } from '../bridge/connection.ts';

/** More than the hub accepts. */
export class UploadTooLarge extends Error {}

/**
 * Sends parts in order, with at most one piece in memory beyond the current part. `told` receives the number of bytes
 * that have arrived. Leaves nothing at the hub when it throws.
 * @throws UploadTooLarge, the hub's error, or the signal's reason
 */
export async function upload(
  parts: AsyncIterable<Uint8Array<ArrayBuffer>>,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const { uploadId } = await bridge.setup.uploads.begin({ bytes: null });
  try {
    const piece = new Uint8Array(MAX_UPLOAD_CHUNK_BYTES);
    let filled = 0;
    let offset = 0;
    const send = async () => {
      signal.throwIfAborted();
      if (offset + filled > MAX_UPLOAD_BYTES) throw new UploadTooLarge();
      await bridge.setup.uploads.append({ uploadId, offset, data: base64(piece.subarray(0, filled)) });
      offset += filled;
      filled = 0;
      told(offset);
    };
    for await (const part of parts) {
      for (let from = 0; from < part.length;) {
        const taken = part.subarray(from, from + MAX_UPLOAD_CHUNK_BYTES - filled);
        piece.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled === MAX_UPLOAD_CHUNK_BYTES) await send();
      }
    }
    if (filled > 0) await send();
    return uploadId;
  } catch (error) {
    await bridge.setup.uploads.discard({ uploadId }).catch(() => undefined);
    throw error;
  }
}

/** The content of a file in parts. */
export async function* partsOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const CHUNK_BYTES = 1024 * 1024;
  for (let from = 0; from < file.size; from += CHUNK_BYTES)
    yield new Uint8Array(await file.slice(from, from + CHUNK_BYTES).arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  const CHUNK_BYTES = 8_192;
  let text = '';
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK_BYTES));
  return btoa(text);
}
