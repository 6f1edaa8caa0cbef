/** Dependencies of every part of the hub: the store, the clock, the bus, and running one unit of work. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { HashQueue } from '../base/hash-queue.ts';
import { OpenRights } from '../access/open-rights.ts';
import { Bus, type News } from '../base/bus.ts';
import type { Clock } from '../base/clock.ts';
import { toJson } from '../store/json.ts';
import { CustomerPages } from '../access/customer-pages.ts';
import type { LongReader } from '../long-reads/long-reader.ts';
import type { Metrics } from '../base/metrics.ts';
import { type Directory, DirectoryReader } from '../directory/directory.ts';
import { writesIn } from '../directory/transaction-writes.ts';
import { StorageHealth } from '../base/storage-health.ts';
import type { Db, Store } from '../store/store.ts';
import { MonitoringLog } from '../access/monitoring-log.ts';
import { Unit } from './unit.ts';

/** The scope requested from the router; empty sets with `all` = everything. */
export interface RouteScope {
  readonly agents: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly all: boolean;
}

export interface HubListeners {
  /** A deadline was set that is earlier than any known one. */
  deadlineAt(dueAt: number): void;
  route(scope: RouteScope): void;
}

/** Hooks of the features on every unit of work. `app` registers them, so that the unit depends on no feature. */
export interface UnitHooks {
  /** Setup was read, at the start or again. */
  reload(db: Db): Promise<void>;
  /** Before the changed agents are written: adds the consequences of this unit's changes. */
  beforeWrite(unit: Unit): Promise<void>;
  /** Adds the last statements of the transaction. Returns a function to run after the commit, if any. */
  beforeCommit(unit: Unit): Promise<(() => void) | null>;
}

export class HubContext {
  readonly id = randomUUID();
  readonly store: Store;
  readonly longReads: LongReader;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bus = new Bus();
  /** Open sockets and streams of this hub, each with its right. */
  readonly rights: OpenRights;
  readonly hashes = new HashQueue();
  /** Conversations that supervisors are monitoring. */
  readonly viewings: MonitoringLog;
  /** Customers' pages that follow their conversation on this hub. */
  readonly customerPages: CustomerPages;
  readonly storage: StorageHealth;
  readonly publicUrl: () => string;
  /** The sum of clock steps that this hub's time includes; see `clock-steps.ts`. */
  clockSteps = 0;
  /** Set while the process ends: sockets close because of the hub, not because an agent left. */
  stopping = false;
  #directory: Directory | null = null;
  readonly #reader = new DirectoryReader();
  #listeners: HubListeners = { deadlineAt: () => undefined, route: () => undefined };
  #hooks: UnitHooks = {
    reload: () => Promise.resolve(),
    beforeWrite: () => Promise.resolve(),
    beforeCommit: () => Promise.resolve(null),
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
    this.viewings = new MonitoringLog(this.clock);
    this.storage = new StorageHealth(parts);
  }

  get directory(): Directory {
    if (!this.#directory) throw new Error('the directory is not loaded yet');
    return this.#directory;
  }

  /** Reads Setup again: all of it, or only what one of this hub's transactions wrote. */
  async reloadDirectory(after?: Unit): Promise<void> {
    await this.#hooks.reload(this.store.reader);
    const before = this.#directory;
    const read = await this.store.read((db) =>
      before && after ? this.#reader.readAfter(db, before, writesIn(after.db)) : this.#reader.read(db),
    );
    // Two reads can overtake each other; the newer result stays.
    if (!this.#directory || read.version >= this.#directory.version) this.#directory = read;
  }

  /** Registers the listeners for commits and the features' hooks. Once, before the hub starts. */
  connect(listeners: HubListeners, hooks: UnitHooks): void {
    this.#listeners = listeners;
    this.#hooks = hooks;
  }

  /** One durable transaction; its changes are published after the commit, here and to the other hubs. */
  async unit<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    let unit!: Unit;
    const [result, afterCommit] = await this.store.write(async (db) => {
      unit = new Unit(db, this.clock.now(), this.directory, this.store.kind);
      const value = await work(unit);
      await this.#hooks.beforeWrite(unit);
      await unit.flush();
      const followUp = await this.#hooks.beforeCommit(unit);
      if (this.store.kind === 'postgres') await this.#notifyOthers(unit);
      return [value, followUp] as const;
    });
    if (unit.setupChanged || unit.webhooksChanged) await this.reloadDirectory(unit);
    this.metrics.closed.inc(unit.workEvents.filter(({ what }) => what === 'item-closed').length);
    afterCommit?.();
    if (unit.earliestDeadline !== Number.POSITIVE_INFINITY) this.#listeners.deadlineAt(unit.earliestDeadline);
    const news = newsOf(unit);
    if (tellsSomething(news)) this.bus.publish(news);
    if (unit.routeAgents.size + unit.routeQueues.size > 0 || unit.setupChanged)
      // A change of Setup may free capacity anywhere.
      this.#listeners.route({ agents: unit.routeAgents, queues: unit.routeQueues, all: unit.setupChanged });
    return result;
  }

  /** Publishes that someone is typing, or has stopped; never stored. */
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
    // PostgreSQL takes 8000 bytes; for a longer list the other hubs rely on polling.
    if (payload.length < 7_900) await sql`select pg_notify('onqueue', ${payload})`.execute(unit.db);
  }
}

const newsOf = (unit: Unit): News => ({
  agents: unit.changedAgents,
  conversations: [...unit.conversations],
  items: [...new Set(unit.workEvents.map(({ workItemId }) => workItemId))],
  queues: [...unit.queues],
  setup: unit.setupChanged,
  access: [...unit.accessEnded],
});

const tellsSomething = ({ agents, conversations, items, queues, setup, access }: News): boolean =>
  agents.length + conversations.length + items.length + queues.length + (access?.length ?? 0) > 0 || setup;
