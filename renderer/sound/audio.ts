/** The page's one audio context (Howler's), whether it may sound, and where it sounds. */
import { Howler } from 'howler';

declare global {
  interface Window {
    /** Test seam: lets an end-to-end test attach an AnalyserNode to everything that is played. */
    __onqueueAudio?: { readonly context: AudioContext; readonly masterGain: GainNode };
  }
}

type State = 'running' | 'blocked';
const watchers = new Set<(state: State) => void>();

/** Makes the context. Howler must not put it to sleep between sounds: waking up needs a click in a browser. */
export function prepareAudio(): void {
  Howler.autoSuspend = false;
  Howler.volume(1);
  if (!Howler.ctx) return;
  window.__onqueueAudio = { context: Howler.ctx, masterGain: Howler.masterGain };
  Howler.ctx.addEventListener('statechange', () => {
    for (const watcher of watchers) watcher(audioState());
  });
  void Howler.ctx.resume();
  // Not there on a page that was opened without encryption by another name than localhost.
  (navigator.mediaDevices as MediaDevices | undefined)?.addEventListener(
    'devicechange',
    () => void followDevices(),
  );
  // Any touch of the page will do; the button is for those who only look. Not before the pointer is up: what said that
  // sound is blocked goes away then, and the page below it moves, so that the click would land somewhere else.
  for (const touch of ['pointerup', 'keydown', 'click'])
    window.addEventListener(touch, () => audioState() === 'blocked' && void unlockAudio(), { passive: true });
}

export const audioState = (): State => (Howler.ctx?.state === 'running' ? 'running' : 'blocked');

/** Calls `watcher` when sound becomes possible or impossible. */
export function watchAudio(watcher: (state: State) => void): void {
  watchers.add(watcher);
}

/** Asks the browser to let this page sound; works inside a click. */
export const unlockAudio = () => Howler.ctx?.resume().catch(() => {});

type Routed = AudioContext & { setSinkId?: (sinkId: string) => Promise<void>; readonly sinkId?: string };

export const canSelectOutputDevice = () => 'setSinkId' in AudioContext.prototype;

/** The device that was asked for last, whether it is there or not. */
let wantedSink = '';

/** Sends the sound to a device; a device that is gone falls back to the system's until it is back. */
export async function routeTo(sinkId: string): Promise<void> {
  wantedSink = sinkId;
  const context = Howler.ctx as Routed | null;
  if (!context?.setSinkId || context.sinkId === sinkId) return;
  await context.setSinkId(sinkId).catch(() => context.setSinkId?.('').catch(() => {}));
}

/** A headset was plugged in or pulled out: what sounds now must be heard now, not with the next offer. */
async function followDevices(): Promise<void> {
  const context = Howler.ctx as Routed | null;
  if (!context?.setSinkId || wantedSink === '') return;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const there = devices.some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === wantedSink);
  const sink = there ? wantedSink : '';
  if (context.sinkId !== sink) await context.setSinkId(sink).catch(() => {});
}
