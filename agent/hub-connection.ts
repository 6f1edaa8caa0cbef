/**
 * The hub of the present account as the runtime uses it: one link to it, and everything that is asked, told and
 * streamed through that link. Whoever waits for a connection also waits through a change of hubs, but no stream does.
 */
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { LinkView } from '#core/contract/bridge.ts';
import type { ConversationEvent } from '#core/conversations/message.ts';
import { AppError } from '#core/errors.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import type { Account } from './account.ts';
import { type Cancel, type Clock, within } from './clock.ts';
import { conversationStream, readingAlong } from './commands/conversation-stream.ts';
import { type Connections, HubCalls } from './commands/hub-calls.ts';
import type { z } from 'zod';
import { wholeStream } from './commands/whole-stream.ts';
import { HubLink } from './link/hub-link.ts';
import type { HubClient, HubSocket, HubConnectionError } from './link/hub-socket.ts';

export interface HubConnectionOptions {
  readonly account: Account;
  readonly deviceId: () => string;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** The link, its trouble or the end of the sign-in has changed; `connected` = a new connection is there. */
  readonly onChange: (connected: boolean) => void;
  /** See `HubLinkOptions`. */
  readonly onSnapshot: (snapshot: AgentSnapshot, first: boolean) => void;
  /** See `HubLinkOptions`. */
  readonly onFailure: (reason: string) => void;
  /** See `HubLinkOptions`. */
  readonly onHubTime: (hubTime: number, askedAt: number, answeredAt: number) => void;
}

const SIGN_OUT_TIMEOUT_MS = 2_000;
/** Long enough for a last word to the hub, short enough for a machine that falls asleep. */
const HOLD_DELAY_MS = 250;
const NO_LINK: LinkView = { state: 'off', since: 0, retryAt: null };

export class HubConnection implements Connections {
  readonly #o: HubConnectionOptions;
  /** Commands and questions to the hub that survive a cut. */
  readonly calls: HubCalls;
  #link: HubLink | null = null;
  #cancelHold: Cancel = () => undefined;
  readonly #waiting = new Set<(link: HubLink) => void>();
  #runId = randomUUID();
  #left = new AbortController();
  #trouble: HubConnectionError | null = null;
  #signedOutOf: string | null = null;

  constructor(options: HubConnectionOptions) {
    this.#o = options;
    this.calls = new HubCalls(this, options.clock);
  }

  get view(): LinkView {
    return this.#link?.view ?? NO_LINK;
  }

  get linked(): boolean {
    return this.#link !== null;
  }

  /** Why the hub is not talked to until somebody does something about it. */
  get trouble(): HubConnectionError | null {
    return this.#trouble;
  }

  /** The hub where the person must sign in again. */
  get signedOutOf(): string | null {
    return this.#signedOutOf;
  }

  /** Links to the account's hub and keeps on until `unlink`; nothing happens where there is no hub. */
  link(): void {
    const { account, deviceId, clock, random, onChange, onSnapshot, onHubTime, onFailure } = this.#o;
    const { hub } = account;
    if (hub === null) return;
    this.#signedOutOf = null;
    const link = new HubLink({
      hub,
      deviceId: deviceId(),
      deviceName: hostname(),
      runId: this.#runId,
      tokens: account,
      clock,
      random,
      trusted: () => account.trusted,
      onView: (view) => onChange(view.state === 'connected'),
      onSnapshot,
      onHubTime,
      onFailure,
      onTrouble: (trouble) => {
        if (this.#trouble === trouble) return;
        this.#trouble = trouble;
        onChange(false);
      },
      onSignedOut: () => {
        this.#signedOutOf = hub;
        onChange(false);
      },
    });
    this.#link = link;
    link.start();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const take of waiting) take(link);
    onChange(false);
  }

  unlink(): void {
    const link = this.#link;
    this.#link = null;
    this.#cancelHold();
    link?.stop();
  }

  /** The account is left: the link and every stream end, and what comes next is a new run. */
  leave(): void {
    this.#left.abort();
    this.#left = new AbortController();
    this.unlink();
    this.#trouble = null;
    this.#signedOutOf = null;
    this.#runId = randomUUID();
  }

  /** The network has changed, or the machine woke up. */
  nudge(): void {
    this.#link?.nudge();
  }

  /** The machine goes to sleep: what has just been told gets out, then the hub is not reached until `release`. */
  hold(): void {
    this.#cancelHold();
    this.#cancelHold = this.#o.clock.after(HOLD_DELAY_MS, () => this.#link?.hold());
  }

  /** The machine can ring again. */
  release(): void {
    this.#cancelHold();
    this.#link?.release();
  }

  /** Offline at once. Throws `OPEN_WORK` as the hub does, `LINK_LOST` when no answer came; without a link, nothing. */
  async signOutOfRouting(handOverOpenWork: boolean): Promise<void> {
    const link = this.#link;
    if (link?.view.state !== 'connected') return;
    const { client } = await link.connected(AbortSignal.timeout(SIGN_OUT_TIMEOUT_MS));
    const commandId = randomUUID();
    await within(
      this.#o.clock,
      SIGN_OUT_TIMEOUT_MS,
      client.presence.signOut({ commandId, handOverOpenWork }),
      () => new AppError('LINK_LOST'),
    );
  }

  async connected(signal: AbortSignal): Promise<HubSocket> {
    const link = this.#link ?? (await this.#nextLink(signal));
    return link.connected(signal);
  }

  // ── streams: they end with the caller's signal, or when the account is left ───────────────────────────────────────

  conversation(workItemId: string, signal: AbortSignal | undefined): AsyncGenerator<ConversationEvent> {
    return conversationStream(this, workItemId, this.#untilLeft(signal));
  }

  /** A conversation of somebody else, for a supervisor. */
  readAlong(workItemId: string, signal: AbortSignal | undefined): AsyncGenerator<ConversationEvent> {
    return conversationStream(this, workItemId, this.#untilLeft(signal), readingAlong);
  }

  /** Anything of the hub that begins whole, across cuts. */
  whole<T>(
    open: (hub: HubClient, signal: AbortSignal) => Promise<AsyncIterable<T>>,
    signal: AbortSignal | undefined,
    schema: z.ZodType<T> | null = null,
  ): AsyncGenerator<T> {
    return wholeStream(this, open, this.#untilLeft(signal), schema);
  }

  #untilLeft(signal: AbortSignal | undefined): AbortSignal {
    const left = this.#left.signal;
    return signal ? AbortSignal.any([signal, left]) : left;
  }

  #nextLink(signal: AbortSignal): Promise<HubLink> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(resolve);
        reject(signal.reason as Error);
      };
      if (signal.aborted) giveUp();
      this.#waiting.add(resolve);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
