/**
 * Reports sleep, lock and idleness of the machine to the runtime; the presence configuration decides what they change.
 * After a sleep the link and the sound are rebuilt before the user counts as back.
 */
import type { PowerMonitor } from 'electron';
import type { ActivityReport } from '#agent/activity.ts';
import type { Cancel, Clock } from '#agent/clock.ts';

export interface PowerOptions {
  readonly monitor: PowerMonitor;
  readonly clock: Clock;
  /** Minutes without input after which the user is idle; `null` = idleness is not tracked. */
  readonly idleAfterMinutes: () => number | null;
  readonly report: (report: ActivityReport) => void;
  /** The machine goes to sleep: it must get no offers until link and sound are rebuilt. */
  readonly hold: () => void;
  /** The user is back: the hub must be reached now, not at the next attempt. */
  readonly nudge: () => void;
  /** Rebuilds what a sleep breaks; resolves when it is ready, or when further waiting is pointless. */
  readonly rebuild: () => Promise<void>;
}

/** How often the system is asked for the time since the last input. */
const POLL_INTERVAL_MS = 15_000;
/** A machine that has run for this long since it reported sleep is awake, regardless of other reports. OQ. */
const AWAKE_AFTER_MS = 60_000;

export class Power {
  readonly #o: PowerOptions;
  #cancel: Cancel = () => undefined;
  #idle = false;
  #locked = false;
  #asleep = false;
  /** Counts sleeps and wake-ups: a rebuild that belongs to an earlier one is ignored. */
  #turn = 0;
  #cancelAwake: Cancel = () => undefined;

  constructor(options: PowerOptions) {
    this.#o = options;
  }

  start(): void {
    const { monitor } = this.#o;
    monitor.on('suspend', this.#onSuspend);
    monitor.on('resume', this.#onResume);
    monitor.on('lock-screen', this.#onLock);
    monitor.on('unlock-screen', this.#onUnlock);
    this.#lookLater();
  }

  stop(): void {
    const { monitor } = this.#o;
    this.#cancel();
    this.#cancelAwake();
    monitor.off('suspend', this.#onSuspend);
    monitor.off('resume', this.#onResume);
    monitor.off('lock-screen', this.#onLock);
    monitor.off('unlock-screen', this.#onUnlock);
  }

  readonly #onSuspend = () => {
    this.#turn += 1;
    this.#asleep = true;
    this.#tell();
    this.#o.hold();
    this.#cancelAwake();
    this.#cancelAwake = this.#o.clock.after(AWAKE_AFTER_MS, this.#onResume);
  };

  readonly #onResume = () => {
    this.#cancelAwake();
    const turn = (this.#turn += 1);
    void this.#o.rebuild().then(() => {
      if (turn !== this.#turn) return;
      this.#asleep = false;
      this.#tell();
    });
  };

  readonly #onLock = () => {
    this.#locked = true;
    this.#tell();
  };

  readonly #onUnlock = () => {
    this.#locked = false;
    this.#idle = false;
    // Not while asleep: the sound comes first.
    if (!this.#asleep) this.#o.nudge();
    this.#tell();
  };

  /** The deepest of the three counts. */
  #tell(since = this.#o.clock.now()): void {
    const state = this.#asleep ? 'suspended' : this.#locked ? 'locked' : this.#idle ? 'idle' : 'active';
    this.#o.report({ state, since });
  }

  #lookLater(): void {
    this.#cancel = this.#o.clock.after(POLL_INTERVAL_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const { monitor, clock, idleAfterMinutes } = this.#o;
    const limit = idleAfterMinutes();
    const seconds = limit === null ? 0 : monitor.getSystemIdleTime();
    const idle = limit !== null && seconds >= limit * 60;
    if (idle === this.#idle) return;
    this.#idle = idle;
    this.#tell(clock.now() - seconds * 1_000);
  }
}
