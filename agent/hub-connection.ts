/**
 * The hub of the current account as the runtime uses it: one link, and every call and stream that goes through it.
 * Callers that wait for a connection keep waiting across a change of hubs; streams end.
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
  /** The link, its failure or the end of the sign-in has changed; `connected` = there is a new connection. */
  readonly onChange: (connected: boolean) => void;
  /** See `HubLinkOptions`. */
  readonly onSnapshot: (snapshot: AgentSnapshot, first: boolean) => void;
  /** See `HubLinkOptions`. */
  readonly onFailure: (reason: string) => void;
  /** See `HubLinkOptions`. */
  readonly onHubTime: (hubTime: number, askedAt: number, answeredAt: number) => void;
}

const SIGN_OUT_TIMEOUT_MS = 2_000;
/** Long enough for a last report to the hub, short enough for a machine that is about to sleep. */
const HOLD_DELAY_MS = 250;
const NO_LINK: LinkView = { state: 'off', since: 0, retryAt: null };

export class HubConnection implements Connections {
  readonly #o: HubConnectionOptions;
  /** Commands and queries to the hub that survive a cut. */
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

  /** What stops the link to the hub until the user acts. */
  get trouble(): HubConnectionError | null {
    return this.#trouble;
  }

  /** The hub where the user must sign in again. */
  get signedOutOf(): string | null {
    return this.#signedOutOf;
  }

  /** Connects to the account's hub and stays connected until `unlink`; no effect without a hub. */
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

  /** Leaves the account: ends the link and every stream; the next link is a new run. */
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

  /** The machine goes to sleep: flushes pending reports, then keeps the hub disconnected until `release`. */
  hold(): void {
    this.#cancelHold();
    this.#cancelHold = this.#o.clock.after(HOLD_DELAY_MS, () => this.#link?.hold());
  }

  /** The machine can ring again. */
  release(): void {
    this.#cancelHold();
    this.#link?.release();
  }

  /**
   * Goes Offline at once. Throws `OPEN_WORK` as the hub does, `LINK_LOST` when no answer came; no effect without a
   * link.
   */
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

  /** Another agent's conversation, for a supervisor. */
  readAlong(workItemId: string, signal: AbortSignal | undefined): AsyncGenerator<ConversationEvent> {
    return conversationStream(this, workItemId, this.#untilLeft(signal), readingAlong);
  }

  /** Any hub stream that starts with the whole state, across cuts. */
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
