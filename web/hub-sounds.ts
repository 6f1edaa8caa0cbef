/** Sounds that an admin uploaded, fetched from the hub with the runtime's token: the page never holds one. */
import type { ServerResponse } from 'node:http';
import type { AgentRuntime } from '#agent/runtime.ts';
import { CUSTOM_SOUND_BYTES } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';

/** Sends sound `soundId`. Anything but audio of the allowed size is refused, whatever the hub says. */
export async function sendHubSound(
  runtime: AgentRuntime,
  soundId: string,
  response: ServerResponse,
): Promise<void> {
  const fail = (status: number) => response.writeHead(status).end();
  try {
    const answer = await runtime.fetchSound(soundId);
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok) return void fail(answer.status === 404 ? 404 : 502);
    if (!type.startsWith('audio/')) return void fail(502);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      size += part.byteLength;
      if (size > CUSTOM_SOUND_BYTES) return void fail(502);
      parts.push(part);
    }
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': size,
      // An uploaded sound never changes under its id.
      'Cache-Control': 'private, max-age=86400, immutable',
    });
    response.end(Buffer.concat(parts));
  } catch (error) {
    fail(error instanceof AppError ? error.status : 502);
  }
}
