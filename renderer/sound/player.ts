/**
 * Plays exactly the cues that the shell requests, for exactly as long: a cue that is no longer requested stops at once.
 * Makes no decisions; reports how playing went.
 */
import { Howl } from 'howler';
import type { Cue } from '#core/contract/bridge.ts';
import { sessionHeaders } from '../bridge/session.ts';
import { audioState, routeTo } from './audio.ts';

export type Outcome = 'playing' | 'failed' | 'fell-back' | 'ended' | 'blocked';
export interface PlayerCallbacks {
  /** The shell's clock. */
  readonly now: () => number;
  readonly report: (cue: Cue, outcome: Outcome) => void;
}

const RETRIES = 2;
/** Number of silent sounds that stay loaded: all bundled ones, and an organisation's own. */
const MAX_CACHED_SOUNDS = 16;

interface Voice {
  readonly cue: Cue;
  /** `null` once it is over; kept, so that the same cue does not start again. */
  howl: Howl | null;
  /** What `howl` plays: the cue's sound, or its fallback. */
  url: string;
  timer: ReturnType<typeof setTimeout> | undefined;
  blocked: boolean;
}

export class Player {
  readonly #ears: PlayerCallbacks;
  readonly #voices = new Map<string, Voice>();
  /**
   * Loaded and silent, by address; the most recently used one is at the end. A sound rings hundreds of times in a shift
   * and is fetched and decoded once: browsers do not release all memory that decoding takes.
   */
  readonly #kept = new Map<string, Howl>();

  constructor(ears: PlayerCallbacks) {
    this.#ears = ears;
  }

  /** Makes the playing sounds match `cues`. Idempotent. */
  want(cues: readonly Cue[]): void {
    const wanted = new Map(cues.map((cue) => [cue.id, cue]));
    for (const [id, voice] of this.#voices) {
      const cue = wanted.get(id);
      if (!cue) {
        this.#silence(voice);
        this.#voices.delete(id);
      } else voice.howl?.volume(cue.volume);
    }
    for (const cue of cues) {
      const voice = this.#voices.get(cue.id);
      if (!voice) this.#begin(cue);
      else if (voice.blocked) this.#resume(voice);
    }
  }

  #begin(cue: Cue): void {
    const voice: Voice = { cue, howl: null, url: cue.url, timer: undefined, blocked: false };
    this.#voices.set(cue.id, voice);
    this.#resume(voice);
  }

  #resume(voice: Voice): void {
    const { cue } = voice;
    if (audioState() === 'blocked') {
      if (!voice.blocked) this.#ears.report(cue, 'blocked');
      voice.blocked = true;
      return;
    }
    voice.blocked = false;
    if (cue.until !== null) {
      const left = cue.until - this.#ears.now();
      if (left <= 0) return;
      voice.timer = setTimeout(() => this.#end(voice), left);
    }
    void routeTo(cue.sinkId);
    this.#load(voice, cue.url, RETRIES);
  }

  #load(voice: Voice, url: string, retries: number): void {
    const { cue } = voice;
    const howl = this.#take(url);
    howl.loop(cue.loop);
    howl.volume(cue.volume);
    voice.howl = howl;
    voice.url = url;
    const failed = () => {
      howl.unload();
      if (voice.howl !== howl) return;
      voice.howl = null;
      if (retries > 0) this.#load(voice, url, retries - 1);
      else if (url !== cue.fallbackUrl) this.#load(voice, cue.fallbackUrl, RETRIES);
      else this.#ears.report(cue, 'failed');
    };
    howl.once('loaderror', failed);
    howl.once('playerror', failed);
    howl.once('play', () => this.#ears.report(cue, url === cue.url ? 'playing' : 'fell-back'));
    if (!cue.loop) howl.once('end', () => this.#end(voice));
    howl.play();
  }

  #end(voice: Voice): void {
    if (!voice.howl) return;
    this.#silence(voice);
    this.#ears.report(voice.cue, 'ended');
  }

  #silence(voice: Voice): void {
    clearTimeout(voice.timer);
    const { howl } = voice;
    voice.howl = null;
    if (howl) this.#keep(voice.url, howl);
  }

  #take(url: string): Howl {
    const kept = this.#kept.get(url);
    this.#kept.delete(url);
    return kept ?? new Howl({ src: [url], format: formatOf(url), xhr: { headers: sessionHeaders() } });
  }

  #keep(url: string, howl: Howl): void {
    howl.off();
    howl.stop();
    if (howl.state() !== 'loaded' || this.#kept.has(url)) {
      howl.unload();
      return;
    }
    this.#kept.set(url, howl);
    if (this.#kept.size <= MAX_CACHED_SOUNDS) return;
    const [oldest] = this.#kept;
    this.#kept.delete(oldest![0]);
    oldest![1].unload();
  }
}

/**
 * Howler guesses the format from the file extension; an address without one is treated as the format that all browsers
 * play.
 */
const formatOf = (url: string) => (/\.\w{3,4}(\?|$)/.test(url) ? undefined : ['wav']);
