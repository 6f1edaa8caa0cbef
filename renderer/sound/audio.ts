/** The page's one audio context (Howler's), whether it can play, and on which device. */
import { Howler } from 'howler';

declare global {
  interface Window {
    /** Test seam: lets an end-to-end test attach an AnalyserNode to everything that is played. */
    __onqueueAudio?: { readonly context: AudioContext; readonly masterGain: GainNode };
  }
}

type State = 'running' | 'blocked';
const watchers = new Set<(state: State) => void>();

/** Creates the context. Howler must not suspend it between sounds: resuming needs a click in a browser. */
export function prepareAudio(): void {
  Howler.autoSuspend = false;
  Howler.volume(1);
  if (!Howler.ctx) return;
  window.__onqueueAudio = { context: Howler.ctx, masterGain: Howler.masterGain };
  Howler.ctx.addEventListener('statechange', () => {
    for (const watcher of watchers) watcher(audioState());
  });
  void Howler.ctx.resume();
  // Not available on a page opened without encryption under a name other than localhost.
  (navigator.mediaDevices as MediaDevices | undefined)?.addEventListener(
    'devicechange',
    () => void followDevices(),
  );
  // Any click on the page is enough; the button is for users who only watch. Not before the pointer is up: the banner
  // about blocked sound then disappears and the page below it moves, so that the click would land elsewhere.
  for (const touch of ['pointerup', 'keydown', 'click'])
    window.addEventListener(touch, () => audioState() === 'blocked' && void unlockAudio(), { passive: true });
}

export const audioState = (): State => (Howler.ctx?.state === 'running' ? 'running' : 'blocked');

/** Calls `watcher` when sound becomes possible or impossible. */
export function watchAudio(watcher: (state: State) => void): void {
  watchers.add(watcher);
}

/** Asks the browser to let this page play sound; works inside a click. */
export const unlockAudio = () => Howler.ctx?.resume().catch(() => {});

type Routed = AudioContext & { setSinkId?: (sinkId: string) => Promise<void>; readonly sinkId?: string };

export const canSelectOutputDevice = () => 'setSinkId' in AudioContext.prototype;

/** The device that was requested last, whether present or not. */
let wantedSink = '';

/** Routes the sound to a device; a missing device falls back to the system's until it is back. */
export async function routeTo(sinkId: string): Promise<void> {
  wantedSink = sinkId;
  const context = Howler.ctx as Routed | null;
  if (!context?.setSinkId || context.sinkId === sinkId) return;
  await context.setSinkId(sinkId).catch(() => context.setSinkId?.('').catch(() => {}));
}

/** A headset was plugged in or pulled out: the current sound must move now, not with the next offer. */
async function followDevices(): Promise<void> {
  const context = Howler.ctx as Routed | null;
  if (!context?.setSinkId || wantedSink === '') return;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const there = devices.some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === wantedSink);
  const sink = there ? wantedSink : '';
  if (context.sinkId !== sink) await context.setSinkId(sink).catch(() => {});
}
