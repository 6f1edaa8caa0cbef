/**
 * Keeps the installation up to date: looks from time to time, fetches quietly, and restarts when nobody is disturbed by
 * it. Whether that is now is `agent/updates.ts`; the person can be earlier, never in the middle of work.
 */
import { type RestartFacts, restartsByItselfAt } from '#agent/updates.ts';
import type { Cancel, Clock } from '#agent/clock.ts';
import type { UpdateChannel } from '#core/settings/local-settings.ts';
import type { DownloadedUpdate, UpdateFeed } from './update-feed.ts';

export interface UpdatesOptions {
  /** `null` = this installation has no server for new versions. */
  readonly feed: UpdateFeed | null;
  readonly clock: Clock;
  /** In [0, 1); spreads the questions of many machines that were switched on together. */
  readonly random: () => number;
  readonly channel: () => UpdateChannel;
  readonly facts: () => Omit<RestartFacts, 'unseenSince'>;
  /** One of our windows can be seen. */
  readonly onScreen: () => boolean;
  readonly fetched: (version: string) => void;
  readonly restart: () => void;
  /** What went wrong with a look that nobody has asked for. */
  readonly failed: (error: unknown) => void;
}

/** What a look has found, in a word. */
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

  /** Looks now, because somebody asks. Rejects when the server cannot be asked. */
  async look(): Promise<CheckResult> {
    const { feed, channel } = this.#o;
    const followed = channel();
    if (!feed || followed === 'none') return { what: 'off' };
    const version = await feed.check(followed);
    if (version === null) return { what: 'nothing-new' };
    return { what: 'new', version, unasked: this.#fetched?.unasked ?? false };
  }

  /** The state or what is on the screen has changed: the moment for a restart without asking may have come, or gone. */
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
