/**
 * Open sockets and streams and the right each depends on: each is registered here and ends when its right ends, no
 * matter who ended it and on which hub. Messages of a commit trigger an immediate check; a full check once a second
 * finds what they missed (another hub, the command line, an expired token).
 */
import type { Logger } from 'pino';
import { TOKEN_TTL_MS } from '#core/defaults.ts';
import type { Bus, News } from '../base/bus.ts';
import type { Clock } from '../base/clock.ts';
import type { Directory } from '../directory/directory.ts';
import type { Store } from '../store/store.ts';
import { endedRights, type Right } from './rights.ts';

/** Maximum number of open items per key; opening one more ends the oldest. */
export interface Share {
  readonly key: string;
  readonly most: number;
}

interface Opened {
  readonly right: Right;
  readonly end: () => void;
  readonly share: Share | null;
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly log: Logger;
  readonly directory: Directory;
}

/** Minimum interval between extensions of a token in use, so that use costs no write. */
const RENEW_AFTER_MS = 3_600_000;
/** SQLite binds a limited number of parameters per statement. */
const CHUNK = 500;

export class OpenRights {
  readonly #parts: Parts;
  readonly #opened = new Set<Opened>();
  /** By the subject of a revocation: the user of a sign-in, the item of a conversation. */
  readonly #bySubject = new Map<string, Set<Opened>>();
  /** In order of opening, by the key of their shared limit. */
  readonly #byShare = new Map<string, Opened[]>();
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.bus.subscribe((news) => this.#hear(news));
  }

  get count(): number {
    return this.#opened.size;
  }

  /**
   * Registers an item opened under a right. `end` is called once: when the right ends, or when newer items of the same
   * `share` exceed the limit. Returns a function to call when the item ends by itself.
   */
  open(right: Right, end: () => void, share: Share | null = null): () => void {
    const opened: Opened = { right, end, share };
    this.#opened.add(opened);
    const subject = subjectOf(right);
    const others = this.#bySubject.get(subject) ?? new Set();
    this.#bySubject.set(subject, others.add(opened));
    if (share) {
      const sharing = [...(this.#byShare.get(share.key) ?? []), opened];
      this.#byShare.set(share.key, sharing);
      // The newest wins: a page that reconnects must not be kept out by its dead predecessor.
      for (const oldest of sharing.slice(0, Math.max(0, sharing.length - share.most))) this.#end(oldest);
    }
    return () => void this.#forget(opened);
  }

  /** Checks an item's right once more: it may have ended while the item was being opened. */
  check(right: Right): Promise<void> {
    return this.#judge(
      [...(this.#bySubject.get(subjectOf(right)) ?? [])].filter((one) => one.right === right),
    );
  }

  /** Checks every open item; part of every tick. Extends sign-ins in use. */
  async poll(): Promise<void> {
    await this.#judge([...this.#opened]);
    await this.#renew();
  }

  #hear({ setup, access, items }: News): void {
    const subjects = new Set([...(access ?? []), ...items]);
    const concerned = setup
      ? [...this.#opened]
      : [...subjects].flatMap((subject) => [...(this.#bySubject.get(subject) ?? [])]);
    if (concerned.length === 0) return;
    this.#judge(concerned).catch((error: unknown) =>
      this.#parts.log.error({ err: error }, 'rights could not be checked; the next look is in a second'),
    );
  }

  async #judge(opened: readonly Opened[]): Promise<void> {
    if (opened.length === 0) return;
    const { store, clock, directory } = this.#parts;
    const at = { db: store.reader, directory, now: clock.now() };
    const ended = new Set<Right>(
      await endedRights(
        at,
        opened.map(({ right }) => right),
      ),
    );
    for (const one of opened) if (ended.has(one.right)) this.#end(one);
  }

  async #renew(): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (now - this.#renewedAt < RENEW_AFTER_MS) return;
    this.#renewedAt = now;
    const hashes = [...this.#opened].flatMap(({ right }) =>
      right.kind === 'signed-in' ? [right.tokenHash] : [],
    );
    for (let from = 0; from < hashes.length; from += CHUNK)
      await store.write((db) =>
        db
          .updateTable('token')
          .set({ expires_at: now + TOKEN_TTL_MS })
          .where('hash', 'in', hashes.slice(from, from + CHUNK))
          .where('expires_at', '>', now)
          .execute(),
      );
  }

  #end(opened: Opened): void {
    if (this.#forget(opened)) opened.end();
  }

  #forget(opened: Opened): boolean {
    if (!this.#opened.delete(opened)) return false;
    const subject = subjectOf(opened.right);
    const others = this.#bySubject.get(subject);
    others?.delete(opened);
    if (others?.size === 0) this.#bySubject.delete(subject);
    if (opened.share) {
      const rest = (this.#byShare.get(opened.share.key) ?? []).filter((one) => one !== opened);
      if (rest.length === 0) this.#byShare.delete(opened.share.key);
      else this.#byShare.set(opened.share.key, rest);
    }
    return true;
  }
}

const subjectOf = (right: Right): string => (right.kind === 'signed-in' ? right.userId : right.workItemId);
