/**
 * Sleep, lock and idleness of the machine, told to the runtime; what they change is the presence configuration's business.
 * After a sleep the link and the sound are built anew before the person counts as back.
 */
import type { PowerMonitor } from 'electron';
import type { ActivityReport } from '#agent/activity.ts';
import type { Cancel, Clock } from '#agent/clock.ts';

export interface PowerOptions {
  readonly monitor: PowerMonitor;
  readonly clock: Clock;
  /** Minutes without input after which the person is idle; `null` = nobody asks. */
  readonly idleAfterMinutes: () => number | null;
  readonly report: (report: ActivityReport) => void;
  /** Rebuilds what a sleep breaks; resolves when it is there again, or when waiting longer would help nobody. */
  readonly rebuild: () => Promise<void>;
}

/** How often the system is asked since when nobody has touched it. */
const LOOK_EVERY = 15_000;

export class Power {
  readonly #o: PowerOptions;
  #cancel: Cancel = () => undefined;
  #idle = false;
  #locked = false;
  #asleep = false;
  #wakings = 0;

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
    monitor.off('suspend', this.#onSuspend);
    monitor.off('resume', this.#onResume);
    monitor.off('lock-screen', this.#onLock);
    monitor.off('unlock-screen', this.#onUnlock);
  }

  readonly #onSuspend = () => {
    this.#asleep = true;
    this.#tell();
  };

  readonly #onResume = () => {
    const waking = (this.#wakings += 1);
    void this.#o.rebuild().then(() => {
      // Asleep again meanwhile: the next waking speaks.
      if (waking !== this.#wakings) return;
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
    this.#tell();
  };

  /** What counts is the deepest of the three. */
  #tell(since = this.#o.clock.now()): void {
    const state = this.#asleep ? 'suspended' : this.#locked ? 'locked' : this.#idle ? 'idle' : 'active';
    this.#o.report({ state, since });
  }

  #lookLater(): void {
    this.#cancel = this.#o.clock.after(LOOK_EVERY, () => {
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
