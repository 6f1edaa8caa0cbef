/**
 * Keeps the installation up to date: checks periodically, downloads in the background, and restarts when that disturbs
 * no user. `agent/updates.ts` decides when; the user can restart earlier, never during work.
 */
import { type RestartFacts, restartsByItselfAt } from '#agent/updates.ts';
import type { Cancel, Clock } from '#agent/clock.ts';
import type { UpdateChannel } from '#core/settings/local-settings.ts';
import type { DownloadedUpdate, UpdateFeed } from './update-feed.ts';

export interface UpdatesOptions {
  /** `null` = this installation has no update server. */
  readonly feed: UpdateFeed | null;
  readonly clock: Clock;
  /** In [0, 1); spreads the requests of many machines that were switched on together. */
  readonly random: () => number;
  readonly channel: () => UpdateChannel;
  readonly facts: () => Omit<RestartFacts, 'unseenSince'>;
  /** At least one of our windows is visible. */
  readonly onScreen: () => boolean;
  readonly fetched: (version: string) => void;
  readonly restart: () => void;
  /** The error of a check that was not requested by a user. */
  readonly failed: (error: unknown) => void;
}

/** The result of a check, as one word. */
export type CheckResult =
  | { readonly what: 'new'; readonly version: string; readonly unasked: boolean }
  | { readonly what: 'nothing-new' | 'off' };

const FIRST_CHECK_DELAY_MS = 60_000;
const CHECK_INTERVAL_MS = 4 * 3_600_000;

export class Updates {
  readonly #o: UpdatesOptions;
  #cancelLook: Cancel = () => undefined;
  #cancelRestart: Cancel = () => undefined;
  #fetched: DownloadedUpdate | null = null;
  #unseenSince: number | null = null;

  constructor(options: UpdatesOptions) {
    this.#o = options;
  }

  start(): void {
    const { feed, fetched } = this.#o;
    feed?.onFetched((found) => {
      this.#fetched = found;
      fetched(found.version);
    });
    if (feed) this.#lookLater(FIRST_CHECK_DELAY_MS);
  }

  stop(): void {
    this.#cancelLook();
    this.#cancelRestart();
  }

  /** Checks now, at a user's request. Rejects when the server cannot be reached. */
  async look(): Promise<CheckResult> {
    const { feed, channel } = this.#o;
    const followed = channel();
    if (!feed || followed === 'none') return { what: 'off' };
    const version = await feed.check(followed);
    if (version === null) return { what: 'nothing-new' };
    return { what: 'new', version, unasked: this.#fetched?.unasked ?? false };
  }

  /** The state or the visible windows have changed: re-evaluates whether to restart without asking. */
  follow(): void {
    this.#cancelRestart();
    const { clock, facts, onScreen, restart } = this.#o;
    const now = clock.now();
    this.#unseenSince = onScreen() ? null : (this.#unseenSince ?? now);
    if (!this.#fetched?.unasked) return;
    const at = restartsByItselfAt({ ...facts(), unseenSince: this.#unseenSince });
    if (at === null) return;
    if (at <= now) restart();
    else this.#cancelRestart = clock.after(at - now, () => this.follow());
  }

  #lookLater(after: number): void {
    const { clock, random, failed } = this.#o;
    this.#cancelLook = clock.after(after * (1 + random() / 4), () => {
      this.look().catch(failed);
      this.#lookLater(CHECK_INTERVAL_MS);
    });
  }
}
