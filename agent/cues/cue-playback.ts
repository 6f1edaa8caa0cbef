/** What sounds on this device now: the derived cues, and what the player has said of them. */
import { randomUUID } from 'node:crypto';
import type { Cue, PlayOutcome } from '#core/contract/bridge.ts';
import { type CueMemory, withoutOneShot, withTest } from './cue-memory.ts';
import { type CueFacts, deriveCues } from './derive-cues.ts';

/** Where sound needs no click: what no window can play for this long has failed. OQ. */
export const UNHEARD_AFTER_MS = 5_000;

export interface CuePlaybackOptions {
  /** Windows may sound before anybody has clicked them (`capabilities.soundWithoutClick`). */
  readonly freely: boolean;
}

/** What the last derivation has found. */
export interface DerivedPlayback {
  /** When time alone will change it; `null` = never. */
  readonly wakeAt: number | null;
  /** Should be heard, and no window can play it; said once for each silence. */
  readonly unheard: Cue | null;
}

export class CuePlayback {
  readonly #freely: boolean;
  #silentSince: number | null = null;
  #silenceSaid = false;
  #memory: CueMemory | null = null;
  #cues: Cue[] = [];
  #failed: string | null = null;
  #tested: PlayOutcome | null = null;

  constructor({ freely }: CuePlaybackOptions) {
    this.#freely = freely;
  }

  get cues(): Cue[] {
    return this.#cues;
  }

  /** Address of the sound that could not be played last; `null` = all is well. */
  get failed(): string | null {
    return this.#failed;
  }

  /** How the last test ended, or stands. */
  get tested(): PlayOutcome | null {
    return this.#tested;
  }

  /** Derives the cues anew. */
  derive(facts: Omit<CueFacts, 'memory'>): DerivedPlayback {
    const { cues, memory, wakeAt } = deriveCues({ ...facts, memory: this.#memory });
    this.#cues = cues;
    this.#memory = memory;
    const failsAt = this.#silentUntil(facts);
    const unheard = failsAt !== null && failsAt <= facts.now && !this.#silenceSaid ? cues[0]! : null;
    if (unheard) {
      this.#silenceSaid = true;
      this.#failed = unheard.url;
    }
    const changes = [wakeAt, failsAt].filter((at) => at !== null && at > facts.now) as number[];
    return { wakeAt: changes.length > 0 ? Math.min(...changes) : null, unheard };
  }

  /** When a silence that should be none becomes a failure; `null` = somebody can be heard, or nothing is to be. */
  #silentUntil({ windows, now }: Omit<CueFacts, 'memory'>): number | null {
    if (!this.#freely || this.#cues.length === 0 || windows.some(({ audio }) => audio === 'running')) {
      this.#silentSince = null;
      this.#silenceSaid = false;
      return null;
    }
    this.#silentSince ??= now;
    return this.#silentSince + UNHEARD_AFTER_MS;
  }

  /** The agent presses Test. `now` by the shell's clock. */
  test(now: number): void {
    this.#tested = null;
    this.#memory = withTest(this.#memory, randomUUID(), now);
  }

  /** The player tells how a cue fares. Returns the cue when it could not be heard as it should be. */
  played(cueId: string, outcome: PlayOutcome): Cue | null {
    const cue = this.#cues.find(({ id }) => id === cueId);
    if (cue?.what === 'test') this.#tested = outcome;
    if (outcome === 'ended' && this.#memory) this.#memory = withoutOneShot(this.#memory, cueId);
    if (!cue) return null;
    if (outcome === 'failed' || outcome === 'fell-back') {
      this.#failed = cue.url;
      return cue;
    }
    if (outcome === 'playing' && cue.url === this.#failed) this.#failed = null;
    return null;
  }

  /** The person has read that a sound failed. */
  forgive(): void {
    this.#failed = null;
  }

  /** Another account: nothing of it is known yet, so nothing of it is new. */
  clear(): void {
    this.#memory = null;
  }
}
