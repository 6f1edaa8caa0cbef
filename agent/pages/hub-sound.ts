/** Sounds that an administrator uploaded, fetched from the hub with the runtime's token, which the page never holds. */
import { MAX_CUSTOM_SOUND_BYTES } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import type { AgentRuntime } from '../runtime.ts';

export type HubSound =
  | { readonly status: 200; readonly type: string; readonly bytes: Buffer<ArrayBuffer> }
  | { readonly status: number; readonly type: null; readonly bytes: null };

const refused = (status: number): HubSound => ({ status, type: null, bytes: null });

/**
 * Sound `soundId`, or the status to answer with. Rejects anything but audio of the allowed size, regardless of the
 * hub's answer.
 */
export async function fetchHubSound(runtime: AgentRuntime, soundId: string): Promise<HubSound> {
  try {
    const answer = await runtime.fetchSound(soundId);
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok) return refused(answer.status === 404 ? 404 : 502);
    if (!type.startsWith('audio/')) return refused(502);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      size += part.byteLength;
      if (size > MAX_CUSTOM_SOUND_BYTES) return refused(502);
      parts.push(part);
    }
    return { status: 200, type, bytes: Buffer.concat(parts) };
  } catch (error) {
    return refused(error instanceof AppError ? error.status : 502);
  }
}

/** An uploaded sound never changes under its id. */
export const HUB_SOUND_CACHE = 'private, max-age=86400, immutable';
