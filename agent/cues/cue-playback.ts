/** The sounds of this device now: the derived cues, and what the player has reported about them. */
import { randomUUID } from 'node:crypto';
import type { Cue, PlayOutcome } from '#core/contract/bridge.ts';
import { type CueMemory, withoutOneShot, withTest } from './cue-memory.ts';
import { type CueFacts, deriveCues } from './derive-cues.ts';

/** Where sound needs no click: a cue that no window can play for this long has failed. OQ. */
export const UNHEARD_AFTER_MS = 5_000;

export interface CuePlaybackOptions {
  /** Windows may play sound before the first click (`capabilities.soundWithoutClick`). */
  readonly freely: boolean;
}

/** The result of the last derivation. */
export interface DerivedPlayback {
  /** When time alone will change it; `null` = never. */
  readonly wakeAt: number | null;
  /** Reports a cue that should be heard but that no window can play; once for each silence. */
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

  /** Address of the sound that failed to play last; `null` = no failure. */
  get failed(): string | null {
    return this.#failed;
  }

  /** State or result of the last test. */
  get tested(): PlayOutcome | null {
    return this.#tested;
  }

  /** Derives the cues again. */
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

  /** When an unintended silence becomes a failure; `null` = a window can play, or nothing is due. */
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

  /** Takes the player's report about a cue. Returns the cue when it failed to play as intended. */
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

  /** The user has dismissed the alarm about a failed sound. */
  forgive(): void {
    this.#failed = null;
  }

  /** Another account: nothing of it is known yet, so nothing of it counts as new. */
  clear(): void {
    this.#memory = null;
  }
}
