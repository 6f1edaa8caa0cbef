/** What sounds on this device now: the derived cues, and what the player has said of them. */
import { randomUUID } from 'node:crypto';
import type { Cue, PlayOutcome } from '#core/contract/bridge.ts';
import { type CueMemory, withoutOneShot, withTest } from './cue-memory.ts';
import { type CueFacts, deriveCues } from './derive-cues.ts';

export class Sounding {
  #memory: CueMemory | null = null;
  #cues: Cue[] = [];
  #failed: string | null = null;
  #tested: PlayOutcome | null = null;

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

  /** Derives the cues anew. Returns when time alone will change them; `null` = never. */
  derive(facts: Omit<CueFacts, 'memory'>): number | null {
    const { cues, memory, wakeAt } = deriveCues({ ...facts, memory: this.#memory });
    this.#cues = cues;
    this.#memory = memory;
    return wakeAt;
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
