/** Whether this desktop has a tray host. Only Linux desktops may have none, and only their message bus knows. */
import { execFile } from 'node:child_process';
import { type Clock, pause } from '#agent/clock.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ANSWER_TIMEOUT_MS = 2_000;
/** When started with the session, the application may be ready before the panel. */
const ASK_INTERVAL_MS = 30_000;
const MAX_ASKS = 20;

/** Whether there is a tray host now; one may appear while the application runs. */
export class TrayHost {
  readonly #platform: NodeJS.Platform;
  #there: boolean;

  private constructor(platform: NodeJS.Platform, there: boolean) {
    this.#platform = platform;
    this.#there = there;
  }

  static async find(platform: NodeJS.Platform): Promise<TrayHost> {
    return new TrayHost(platform, await hasTrayHost(platform));
  }

  get there(): boolean {
    return this.#there;
  }

  /** Waits for one where there was none; see `waitForTrayHost`. */
  async wait(clock: Clock, signal: AbortSignal): Promise<boolean> {
    this.#there = await waitForTrayHost(() => hasTrayHost(this.#platform), clock, signal);
    return this.#there;
  }
}

/** `false` only when the bus answers that there is no tray host; unknown counts as present. */
export function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    const args = [
      'call',
      '--session',
      '--dest',
      'org.freedesktop.DBus',
      '--object-path',
      '/org/freedesktop/DBus',
    ];
    args.push('--method', 'org.freedesktop.DBus.NameHasOwner', WATCHER);
    execFile('gdbus', args, { timeout: ANSWER_TIMEOUT_MS }, (error, stdout) => {
      resolve(error !== null || !stdout.includes('false'));
    });
  });
}

/**
 * Waits for a tray host, for panels that start later than the application. `false` when none has appeared within ten
 * minutes, or when `signal` has ended the wait.
 */
export async function waitForTrayHost(
  ask: () => Promise<boolean>,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  for (let asked = 0; asked < MAX_ASKS; asked += 1) {
    await pause(clock, ASK_INTERVAL_MS, signal);
    if (signal.aborted) return false;
    if (await ask()) return true;
  }
  return false;
}
