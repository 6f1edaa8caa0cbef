/**
 * Whether the user is active. Sent to the hub on every change and again after every reconnect; never assumes that what
 * the hub knew before the cut still holds.
 */
import type { Cancel, Clock } from './clock.ts';

export interface ActivityReport {
  readonly state: 'active' | 'idle' | 'locked' | 'suspended';
  /** By the shell's clock. */
  readonly since: number;
}

export interface ActivityOptions {
  readonly clock: Clock;
  /** Milliseconds without input after which the user is idle; `null` = idleness is not tracked. */
  readonly idleAfter: () => number | null;
  readonly send: (report: ActivityReport) => void;
}

export class Activity {
  readonly #o: ActivityOptions;
  #report: ActivityReport;
  #lastInput: number;
  #cancel: Cancel = () => undefined;

  constructor(options: ActivityOptions) {
    this.#o = options;
    this.#lastInput = options.clock.now();
    this.#report = { state: 'active', since: this.#lastInput };
  }

  /** A key or the pointer was used in one of our windows (for shells that cannot query the system). */
  touched(): void {
    this.#lastInput = this.#o.clock.now();
    if (this.#report.state === 'idle') this.machineReports({ state: 'active', since: this.#lastInput });
    else this.watchForIdleness();
  }

  /** Activity as reported by the system (for shells that can query it). */
  machineReports(report: ActivityReport): void {
    const changed = report.state !== this.#report.state;
    this.#report = report;
    if (changed) this.#o.send(report);
    if (report.state === 'active') this.watchForIdleness();
  }

  /** The hub has been reached (again): sends the current activity. */
  restate(): void {
    this.#o.send(this.#report);
  }

  /** Sets the timer for the idle rule; call it when the rule may have changed. */
  watchForIdleness(): void {
    const { clock, idleAfter } = this.#o;
    this.#cancel();
    const limit = idleAfter();
    if (limit === null || this.#report.state !== 'active') return;
    const left = this.#lastInput + limit - clock.now();
    this.#cancel = clock.after(left, () => {
      if (clock.now() - this.#lastInput < limit) this.watchForIdleness();
      else this.machineReports({ state: 'idle', since: this.#lastInput });
    });
  }

  stop(): void {
    this.#cancel();
  }
}
