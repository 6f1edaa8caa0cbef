/** Serves the addresses of our scheme: the built renderer, the bundled sounds, and the hub's sounds. */
import { readFile } from 'node:fs/promises';
import { contentPolicy } from '#agent/pages/content-policy.ts';
import { fileBelow, mediaType } from '#agent/pages/file-below.ts';
import { fetchHubSound, HUB_SOUND_CACHE } from '#agent/pages/hub-sound.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import { APP_ORIGIN } from './app-address.ts';

export interface AppPagesOptions {
  readonly runtime: AgentRuntime;
  readonly rendererDirectory: string;
  readonly soundsDirectory: string;
}

const headers = {
  'Content-Security-Policy': contentPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** The response to one request. Nothing but GET, nothing outside the two directories, nothing for another host. */
export async function answerPage(request: Request, options: AppPagesOptions): Promise<Response> {
  const refuse = (status: number) => new Response(null, { status, headers });
  if (request.method !== 'GET') return refuse(405);
  const url = URL.parse(request.url);
  if (!url || `${url.protocol}//${url.host}` !== APP_ORIGIN) return refuse(404);
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  if (path.startsWith('/hub-sounds/')) return hubSound(path.slice('/hub-sounds/'.length), options);
  const file = path.startsWith('/sounds/')
    ? await fileBelow(options.soundsDirectory, path.slice('/sounds'.length))
    : await fileBelow(options.rendererDirectory, path);
  const type = file === null ? undefined : mediaType(file);
  if (file === null || type === undefined) return refuse(404);
  const bytes = await readFile(file);
  return new Response(bytes, { headers: { ...headers, 'Content-Type': type } });
}

async function hubSound(encodedId: string, { runtime }: AppPagesOptions): Promise<Response> {
  let soundId: string;
  try {
    soundId = decodeURIComponent(encodedId);
  } catch {
    return new Response(null, { status: 404, headers });
  }
  const { status, type, bytes } = await fetchHubSound(runtime, soundId);
  if (bytes === null) return new Response(null, { status, headers });
  return new Response(bytes, {
    headers: { ...headers, 'Content-Type': type, 'Cache-Control': HUB_SOUND_CACHE },
  });
}
