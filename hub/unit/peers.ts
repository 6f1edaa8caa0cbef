/**
 * Hubs on one PostgreSQL notify each other of changes. NOTIFY is only a latency hint; the polling of watchers,
 * timekeeper and reconciliation is authoritative.
 */
import type pg from 'pg';
import type { News } from '../base/bus.ts';
import type { HubContext } from './context.ts';

const RECONNECT_DELAY_MS = 2_000;

type PeerMessage = Partial<News> & { readonly hub: string; readonly due?: number | null };

export class Peers {
  readonly #context: HubContext;
  readonly #onDeadline: (dueAt: number) => void;
  #client: pg.PoolClient | null = null;
  #callOff: (() => void) | null = null;
  #stopped = false;

  constructor(context: HubContext, onDeadline: (dueAt: number) => void) {
    this.#context = context;
    this.#onDeadline = onDeadline;
  }

  async start(): Promise<void> {
    const { pool } = this.#context.store;
    if (!pool || this.#stopped) return;
    try {
      const client = await pool.connect();
      this.#client = client;
      client.on('notification', (message) => this.#receive(message.payload));
      client.once('error', () => this.#scheduleReconnect());
      client.once('end', () => this.#scheduleReconnect());
      await client.query('listen onqueue');
    } catch (error) {
      this.#context.log.warn({ err: error }, 'cannot listen to the other hubs; trying again');
      this.#scheduleReconnect();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    this.#client?.removeAllListeners('end');
    this.#client?.release(true);
    this.#client = null;
  }

  #scheduleReconnect(): void {
    if (this.#stopped || this.#callOff) return;
    this.#client?.release(true);
    this.#client = null;
    this.#callOff = this.#context.clock.after(RECONNECT_DELAY_MS, () => {
      this.#callOff = null;
      void this.start();
    });
  }

  #receive(payload: string | undefined): void {
    const told = JSON.parse(payload ?? '{}') as PeerMessage;
    if (told.hub === this.#context.id) return;
    if (typeof told.due === 'number') this.#onDeadline(told.due);
    const news: News = {
      agents: told.agents ?? [],
      conversations: told.conversations ?? [],
      items: told.items ?? [],
      queues: told.queues ?? [],
      setup: told.setup ?? false,
      access: told.access ?? [],
      ...(told.typing ? { typing: told.typing } : {}),
    };
    if (!news.setup) return this.#context.bus.publish(news);
    this.#context
      .reloadDirectory()
      .then(() => this.#context.bus.publish(news))
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'setup could not be read again'));
  }
}
