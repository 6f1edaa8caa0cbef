/**
 * One conversation as the customer's page sees it: follows the hub's stream across cuts, and delivers every message
 * exactly once. Independent of the page that shows it.
 */
import { ORPCError } from '@orpc/client';
import type { CustomerView, Message } from '#core/conversations/message.ts';
import { TYPING_INTERVAL_MS } from '#core/defaults.ts';
import { backoff } from '#core/link/link-rules.ts';
import type { CustomerClient } from './customer-client.ts';
import type { UnsentMessage } from './stored-chat.ts';

export interface PendingMessage extends UnsentMessage {
  /** Rejected by the hub; only the customer can retry. */
  readonly failed: boolean;
}

export interface ChatState {
  /** `null` until the hub has answered. */
  readonly view: CustomerView | null;
  /** In order of their numbers. Numbers can be missing: not every message is for customers. */
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  /** There are older messages than the first one held. */
  readonly more: boolean;
  /** False while the hub cannot be reached. */
  readonly online: boolean;
}

export interface ChatSessionOptions {
  readonly client: CustomerClient;
  readonly unsent: readonly UnsentMessage[];
  readonly onChange: (state: ChatState) => void;
  /** What to keep for a reload. */
  readonly onUnsent: (unsent: readonly UnsentMessage[]) => void;
  /** The hub no longer knows this conversation. */
  readonly onGone: () => void;
  readonly random?: () => number;
}

/** Errors that a retry cannot change. */
const GONE = ['NOT_SIGNED_IN', 'NOT_FOUND', 'NOT_ALLOWED'];

export class ChatSession {
  readonly #o: ChatSessionOptions;
  readonly #stopped = new AbortController();
  #woken = new AbortController();
  #state: ChatState;
  #sending = false;
  #typingSaidAt: number | null = null;
  #readSaid = 0;

  constructor(options: ChatSessionOptions) {
    this.#o = options;
    const pending = options.unsent.map((message) => ({ ...message, failed: false }));
    this.#state = { view: null, messages: [], pending, more: false, online: true };
  }

  get state(): ChatState {
    return this.#state;
  }

  start(): void {
    void this.#follow();
    void this.#flush();
  }

  stop(): void {
    this.#stopped.abort();
    this.#woken.abort();
  }

  /** The network may be back: reconnect now. */
  wake(): void {
    this.#woken.abort();
    this.#woken = new AbortController();
  }

  /** Takes a message; it is sent as soon as possible. */
  send(text: string): void {
    const message = { clientId: crypto.randomUUID(), text, failed: false };
    this.#setPending([...this.#state.pending, message]);
    this.#typingSaidAt = null;
    void this.#flush();
  }

  retry(clientId: string): void {
    this.#setPending(
      this.#state.pending.map((message) =>
        message.clientId === clientId ? { ...message, failed: false } : message,
      ),
    );
    void this.#flush();
  }

  /**
   * The customer is typing, or has emptied the field. Sent at most every few seconds, without waiting for an answer.
   */
  typing(now: number, writing: boolean): void {
    const said = this.#typingSaidAt;
    if (writing ? said !== null && now - said < TYPING_INTERVAL_MS : said === null) return;
    this.#typingSaidAt = writing ? now : null;
    this.#o.client.typing({ typing: writing }).catch(() => undefined);
  }

  /** Marks everything so far as read. */
  read(): void {
    const number = this.#state.messages.findLast(({ from }) => from === 'agent')?.number ?? 0;
    if (number <= this.#readSaid) return;
    const before = this.#readSaid;
    this.#readSaid = number;
    this.#o.client.markRead({ number }).catch(() => (this.#readSaid = before));
  }

  /** Fetches the messages before the first one held. Throws the hub's error. */
  async older(): Promise<void> {
    const before = this.#state.messages[0]?.number;
    if (before === undefined || !this.#state.more) return;
    const { messages, more } = await this.#o.client.older({ before });
    this.#change({ more });
    this.#take(messages);
  }

  /** Throws the hub's error. */
  async end(): Promise<void> {
    await this.#o.client.end({});
  }

  async #follow(): Promise<void> {
    const { client, random = Math.random } = this.#o;
    const stopped = this.#stopped.signal;
    for (let attempt = 0; !stopped.aborted; attempt += 1) {
      const woken = this.#woken.signal;
      try {
        const after = this.#state.messages.at(-1)?.number ?? 0;
        const events = await client.watch({ after }, { signal: AbortSignal.any([stopped, woken]) });
        for await (const event of events) {
          attempt = 0;
          if (event.kind === 'messages') {
            if (event.more !== undefined) this.#change({ more: event.more });
            this.#take(event.messages);
          } else this.#change({ view: event.view, online: true });
        }
      } catch (error) {
        if (stopped.aborted) return;
        if (error instanceof ORPCError && GONE.includes(error.code)) return this.#o.onGone();
      }
      if (this.#state.view?.state === 'ended') return;
      if (woken.aborted) continue;
      if (attempt > 0) this.#change({ online: false });
      await pause(backoff(attempt, random), AbortSignal.any([stopped, woken]));
    }
  }

  /** One after the other, so that they arrive in the order in which they were written. */
  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    const { client, random = Math.random } = this.#o;
    let attempt = 0;
    for (;;) {
      const next = this.#state.pending.find(({ failed }) => !failed);
      if (!next || this.#stopped.signal.aborted) break;
      try {
        this.#take([await client.send({ clientId: next.clientId, text: next.text })]);
        attempt = 0;
      } catch (error) {
        if (error instanceof ORPCError && error.code !== 'TOO_MANY' && error.status < 500) {
          this.#setPending(
            this.#state.pending.map((message) =>
              message.clientId === next.clientId ? { ...message, failed: true } : message,
            ),
          );
        } else {
          if (!(error instanceof ORPCError)) this.#change({ online: false });
          await pause(backoff(attempt, random), AbortSignal.any([this.#stopped.signal, this.#woken.signal]));
          attempt += 1;
        }
      }
    }
    this.#sending = false;
  }

  #take(came: readonly Message[]): void {
    const known = new Map(this.#state.messages.map((message) => [message.number, message]));
    for (const message of came) known.set(message.number, message);
    const messages = [...known.values()].sort((a, b) => a.number - b.number);
    const arrived = new Set(came.map(({ clientId }) => clientId));
    const pending = this.#state.pending.filter(({ clientId }) => !arrived.has(clientId));
    this.#change({ messages, online: true });
    if (pending.length !== this.#state.pending.length) this.#setPending(pending);
  }

  #setPending(pending: readonly PendingMessage[]): void {
    this.#change({ pending });
    this.#o.onUnsent(pending.map(({ clientId, text }) => ({ clientId, text })));
  }

  #change(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    if (!this.#stopped.signal.aborted) this.#o.onChange(this.#state);
  }
}

/** Resolves after `milliseconds`, or as soon as `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
