/**
 * Plays exactly the cues that the shell wants, for exactly as long: what is not wanted any more is silent at once.
 * It decides nothing; it says how playing went.
 */
import { Howl } from 'howler';
import type { Cue } from '#core/contract/bridge.ts';
import { audioState, routeTo } from './audio.ts';

export type Outcome = 'playing' | 'failed' | 'fell-back' | 'ended' | 'blocked';
export interface Ears {
  /** The shell's clock. */
  readonly now: () => number;
  readonly report: (cue: Cue, outcome: Outcome) => void;
}

const RETRIES = 2;

interface Voice {
  readonly cue: Cue;
  /** `null` once it is over; kept, so that the same cue does not begin again. */
  howl: Howl | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  blocked: boolean;
}

export class Player {
  readonly #ears: Ears;
  readonly #voices = new Map<string, Voice>();

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** Makes what sounds match `cues`. Safe to call with the same list again. */
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
    const voice: Voice = { cue, howl: null, timer: undefined, blocked: false };
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
    const howl = new Howl({ src: [url], loop: cue.loop, volume: cue.volume, format: formatOf(url) });
    voice.howl = howl;
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
    howl?.unload();
  }
}

/** Howler guesses the format by the ending; an address without one is taken for what browsers all play. */
const formatOf = (url: string) => (/\.\w{3,4}(\?|$)/.test(url) ? undefined : ['wav']);
