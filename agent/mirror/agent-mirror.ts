/** The last state that the hub has sent, and the hub's clock. Holds state; makes no decisions. */
import type { AgentSnapshot } from '#core/snapshot.ts';
import { nextSkew, skewSample } from './clock-skew.ts';

/** Changes of the skew below this are not pushed to the windows. */
const VISIBLE_SKEW = 20;

export class AgentMirror {
  #snapshot: AgentSnapshot | null = null;
  #skew: number | null = null;
  #shownSkew = 0;

  /** `null` until the first one has arrived; kept while the link is lost. */
  get snapshot(): AgentSnapshot | null {
    return this.#snapshot;
  }

  /** hub clock − shell clock, in whole milliseconds. */
  get skew(): number {
    return this.#shownSkew;
  }

  /**
   * Takes a snapshot that was received at `now` (shell clock). One with a lower version than the current one arrived
   * late and is ignored, unless it is the first on a new connection, which is authoritative. Returns whether it was
   * taken.
   */
  take(snapshot: AgentSnapshot, first: boolean, now: number): boolean {
    if (!first && this.#snapshot && snapshot.version < this.#snapshot.version) return false;
    this.#snapshot = snapshot;
    if (this.#skew === null) this.hubTime(snapshot.hubTime, now, now);
    return true;
  }

  /** Takes one measurement of the hub's clock. Returns whether the skew that windows see has changed. */
  hubTime(hubTime: number, askedAt: number, answeredAt: number): boolean {
    this.#skew = nextSkew(this.#skew, skewSample(hubTime, askedAt, answeredAt));
    if (Math.abs(this.#skew - this.#shownSkew) < VISIBLE_SKEW) return false;
    this.#shownSkew = Math.round(this.#skew);
    return true;
  }

  /** Another account: drops the state of the previous one. */
  clear(): void {
    this.#snapshot = null;
    this.#skew = null;
    this.#shownSkew = 0;
  }
}
