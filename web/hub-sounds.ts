/** Sounds of the hub over HTTP. */
import type { ServerResponse } from 'node:http';
import { fetchHubSound, HUB_SOUND_CACHE } from '#agent/pages/hub-sound.ts';
import type { AgentRuntime } from '#agent/runtime.ts';

/** Sends sound `soundId`, or the status that explains why not. */
export async function sendHubSound(
  runtime: AgentRuntime,
  soundId: string,
  response: ServerResponse,
): Promise<void> {
  const { status, type, bytes } = await fetchHubSound(runtime, soundId);
  if (bytes === null) return void response.writeHead(status).end();
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': HUB_SOUND_CACHE,
  });
  response.end(bytes);
}
