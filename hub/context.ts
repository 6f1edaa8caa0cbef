/** What every part of the hub is given: the store, the clock, the news, and how to do one unit of work. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { HashQueue } from './auth/hash-queue.ts';
import { OpenRights } from './auth/open-rights.ts';
import { Bus, type News } from './bus.ts';
import type { Clock } from './clock.ts';
import { toJson } from './json.ts';
import { CustomerPages } from './conversations/customer-pages.ts';
import type { LongReader } from './long-reads/long-reader.ts';
import type { Metrics } from './metrics.ts';
import { applyNextStatus } from './presence/change-status.ts';
import { type Directory, DirectoryReader } from './setup/directory.ts';
import { writtenIn } from './setup/written.ts';
import { StorageHealth } from './store/storage-health.ts';
import type { Store } from './store/store.ts';
import { Viewings } from './supervision/viewings.ts';
import { Unit } from './unit.ts';
import { type Listening, queueDeliveries, readListening } from './webhooks/happenings.ts';

/** What the router is asked to look at; empty sets with `all` = everything. */
export interface RouteScope {
  readonly agents: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly all: boolean;
}

export interface HubListeners {
  /** A deadline was set that is earlier than what was known. */
  deadlineAt(dueAt: number): void;
  route(scope: RouteScope): void;
  /** Integrators have something to hear. */
  deliver(): void;
}

export class HubContext {
  readonly id = randomUUID();
  readonly store: Store;
  readonly longReads: LongReader;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bus = new Bus();
  /** Sockets and streams that are open here, each under the right it stands on. */
  readonly rights: OpenRights;
  readonly hashes = new HashQueue();
  /** Conversations that supervisors are viewing. */
  readonly viewings: Viewings;
  /** Customers' pages that follow their conversation here. */
  readonly customerPages: CustomerPages;
  readonly storage: StorageHealth;
  readonly publicUrl: () => string;
  /** The sum of the steps of the clock that this hub's time takes into account; see `clock-steps.ts`. */
  clockSteps = 0;
  /** Set while the process ends: sockets close because of us, not because an agent is gone. */
  stopping = false;
  #directory: Directory | null = null;
  readonly #reader = new DirectoryReader();
  /** Integrators who want to hear of what. */
  #listening: readonly Listening[] = [];
  #listeners: HubListeners = {
    deadlineAt: () => undefined,
    route: () => undefined,
    deliver: () => undefined,
  };

  constructor(parts: {
    store: Store;
    longReads: LongReader;
    clock: Clock;
    log: Logger;
    metrics: Metrics;
    publicUrl: () => string;
  }) {
    this.store = parts.store;
    this.longReads = parts.longReads;
    this.clock = parts.clock;
    this.log = parts.log;
    this.metrics = parts.metrics;
    this.publicUrl = parts.publicUrl;
    this.customerPages = new CustomerPages(this.clock);
    this.rights = new OpenRights(this);
    this.viewings = new Viewings(this.clock);
    this.storage = new StorageHealth(parts);
  }

  get directory(): Directory {
    if (!this.#directory) throw new Error('the directory is not loaded yet');
    return this.#directory;
  }

  /** Reads Setup again: all of it, or what a transaction of our own has made of it. */
  async reloadDirectory(after?: Unit): Promise<void> {
    this.#listening = await readListening(this.store.reader);
    const before = this.#directory;
    const read = await this.store.read((db) =>
      before && after ? this.#reader.readAfter(db, before, writtenIn(after.db)) : this.#reader.read(db),
    );
    // Two readings can overtake each other; the newer one stays.
    if (!this.#directory || read.version >= this.#directory.version) this.#directory = read;
  }

  listen(listeners: HubListeners): void {
    this.#listeners = listeners;
  }

  /** One durable transaction; what it changed is announced after its commit, here and at the other hubs. */
  async unit<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    let unit!: Unit;
    let delivers = false;
    const result = await this.store.write(async (db) => {
      unit = new Unit(db, this.clock.now(), this.directory, this.store.kind);
      const value = await work(unit);
      for (const id of unit.freed) await applyNextStatus(unit, await unit.agent(id));
      await unit.flush();
      delivers = await queueDeliveries(unit, this.#listening);
      if (this.store.kind === 'postgres') await this.#notifyOthers(unit);
      return value;
    });
    if (unit.setupChanged || unit.webhooksChanged) await this.reloadDirectory(unit);
    this.metrics.closed.inc(unit.happenings.filter(({ what }) => what === 'item-closed').length);
    if (delivers) this.#listeners.deliver();
    if (unit.earliestDeadline !== Number.POSITIVE_INFINITY) this.#listeners.deadlineAt(unit.earliestDeadline);
    const news = newsOf(unit);
    if (tellsSomething(news)) this.bus.publish(news);
    if (unit.routeAgents.size + unit.routeQueues.size > 0 || unit.setupChanged)
      // A change of Setup may make room anywhere.
      this.#listeners.route({ agents: unit.routeAgents, queues: unit.routeQueues, all: unit.setupChanged });
    return result;
  }

  /** Somebody types, or stopped. Told to whoever watches; never stored. */
  announceTyping(typing: NonNullable<News['typing']>): void {
    this.bus.publish({ agents: [], conversations: [], items: [], queues: [], setup: false, typing });
    if (this.store.kind !== 'postgres') return;
    const payload = toJson({ hub: this.id, typing });
    sql`select pg_notify('onqueue', ${payload})`.execute(this.store.reader).catch((error: unknown) => {
      this.log.warn({ err: error }, 'other hubs were not told of typing');
    });
  }

  async #notifyOthers(unit: Unit): Promise<void> {
    const news = newsOf(unit);
    const due = Number.isFinite(unit.earliestDeadline) ? unit.earliestDeadline : null;
    if (!tellsSomething(news) && due === null) return;
    const payload = toJson({ hub: this.id, ...news, due });
    // PostgreSQL takes 8000 bytes; a longer list is left to the other hubs' polling.
    if (payload.length < 7_900) await sql`select pg_notify('onqueue', ${payload})`.execute(unit.db);
  }
}

const newsOf = (unit: Unit): News => ({
  agents: unit.changedAgents,
  conversations: [...unit.conversations],
  items: [...new Set(unit.happenings.map(({ workItemId }) => workItemId))],
  queues: [...unit.queues],
  setup: unit.setupChanged,
  access: [...unit.accessEnded],
});

const tellsSomething = ({ agents, conversations, items, queues, setup, access }: News): boolean =>
  agents.length + conversations.length + items.length + queues.length + (access?.length ?? 0) > 0 || setup;
