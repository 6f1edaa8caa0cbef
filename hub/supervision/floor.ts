/**
 * The floor, kept in memory while it has watchers: bus messages say what to read again, at most once a second; a
 * periodic full read finds what they missed. Each watcher gets the changes since its own last push, so a slow one gets
 * fewer and larger increments, never an outdated one.
 */
import { compareStatuses } from '#core/presence/status-rules.ts';
import { alertsOf } from '#core/supervision/alerts.ts';
import type { Alert, FloorAgent, FloorQueue, FloorUpdate, FloorWork } from '#core/supervision/floor.ts';
import type { Scope } from '#core/supervision/scope.ts';
import type { News } from '../base/bus.ts';
import type { HubContext } from '../unit/context.ts';
import { createLatest } from '../base/stream.ts';
import { dayStartOf } from '../long-reads/days.ts';
import type { FloorDay } from '../long-reads/read-day.ts';
import {
  isShownToSupervisors,
  readFloorAgents,
  readFloorWork,
  readItemsOf,
  readQueuesOf,
} from './read-floor.ts';
import { readFloorQueues } from './read-queues.ts';
import { Records } from '../long-reads/records.ts';

/** Minimum interval between increments. */
const REFRESH_INTERVAL_MS = 1_000;
/** Interval of the full read. */
const FULL_READ_INTERVAL_MS = 30_000;

interface Watcher {
  readonly nudges: ReturnType<typeof createLatest<number>>;
  sent: number;
}

export class Floor {
  readonly #context: HubContext;
  readonly #agents = new Records<FloorAgent>();
  readonly #queues = new Records<FloorQueue>();
  readonly #work = new Records<FloorWork>();
  readonly #watchers = new Set<Watcher>();
  readonly #dirtyAgents = new Set<string>();
  readonly #dirtyItems = new Set<string>();
  readonly #dirtyQueues = new Set<string>();
  #revision = 0;
  #dayStart = 0;
  #setup = -1;
  #readAllAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | null = null;
  #callOff: (() => void) | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(context: HubContext) {
    this.#context = context;
  }

  /** The floor within this supervisor's scope, until the signal ends it. */
  async *watch(scope: () => Scope, signal: AbortSignal | undefined): AsyncGenerator<FloorUpdate, void, void> {
    const watcher = this.#enter();
    try {
      await this.refresh();
      let setup = this.#context.directory.version;
      yield this.#whole(scope(), watcher);
      for await (const _ of watcher.nudges.values(signal)) {
        // Scopes and names come from Setup: after a change of it the full floor is sent.
        const whole = setup !== this.#context.directory.version;
        setup = this.#context.directory.version;
        const update = whole ? this.#whole(scope(), watcher) : this.#changes(scope(), watcher);
        if (update) yield update;
      }
    } finally {
      this.#leave(watcher);
    }
  }

  /** This supervisor's alerts, in full at first and on every change. */
  async *alerts(scope: () => Scope, signal: AbortSignal | undefined): AsyncGenerator<Alert[], void, void> {
    const watcher = this.#enter();
    try {
      await this.refresh();
      let said = '';
      watcher.nudges.push(0);
      for await (const _ of watcher.nudges.values(signal)) {
        watcher.sent = this.#revision;
        const { agents, queues, work } = this.#seen(scope());
        const alerts = alertsOf({ agents, queues, work });
        const text = JSON.stringify(alerts);
        if (text === said) continue;
        said = text;
        yield alerts;
      }
    } finally {
      this.#leave(watcher);
    }
  }

  /** Reads what may have changed. Concurrent calls share one read. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh()
      .catch((error: unknown) => {
        this.#readAllAt = Number.NEGATIVE_INFINITY;
        // A read in progress when the hub stops is no longer needed.
        if (this.#context.stopping) return;
        this.#context.log.error({ err: error }, 'the floor could not be read');
      })
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    for (const watcher of this.#watchers) watcher.nudges.end();
  }

  #enter(): Watcher {
    const watcher: Watcher = { nudges: createLatest<number>(), sent: 0 };
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) {
      this.#readAllAt = Number.NEGATIVE_INFINITY;
      this.#unsubscribe = this.#context.bus.subscribe((news) => this.#hear(news));
      this.#arm();
    }
    return watcher;
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size === 0) this.stop();
  }

  #arm(): void {
    this.#callOff = this.#context.clock.after(REFRESH_INTERVAL_MS, () => {
      void this.refresh().then(() => {
        if (this.#watchers.size > 0 && !this.#context.stopping) this.#arm();
      });
    });
  }

  #hear(news: News): void {
    for (const id of news.agents) this.#dirtyAgents.add(id);
    for (const id of [...news.conversations, ...news.items]) this.#dirtyItems.add(id);
    for (const id of news.queues) this.#dirtyQueues.add(id);
    if (news.setup) this.#readAllAt = Number.NEGATIVE_INFINITY;
  }

  async #refresh(): Promise<void> {
    if (this.#context.stopping) return;
    const now = this.#context.clock.now();
    const dayStart = dayStartOf(now);
    const all = now - this.#readAllAt >= FULL_READ_INTERVAL_MS || dayStart !== this.#dayStart;
    const agents = this.#drain(this.#dirtyAgents);
    const items = this.#drain(this.#dirtyItems);
    const queues = this.#drain(this.#dirtyQueues);
    if (!all && agents.size + items.size + queues.size === 0) return;
    if (all) this.#readAllAt = now;
    this.#dayStart = dayStart;
    const revision = this.#revision + 1;
    const changed = all
      ? await this.#readAll(revision, { dayStart, now })
      : await this.#readSome(revision, { agents, items, queues, dayStart, now });
    const setup = this.#context.directory.version;
    if (!changed && setup === this.#setup) return;
    this.#setup = setup;
    this.#revision = revision;
    for (const watcher of this.#watchers) watcher.nudges.push(revision);
    const oldest = Math.min(...[...this.#watchers].map(({ sent }) => sent));
    for (const records of [this.#agents, this.#queues, this.#work]) records.forgetBefore(oldest);
  }

  #drain(dirty: Set<string>): Set<string> {
    const taken = new Set(dirty);
    dirty.clear();
    return taken;
  }

  /**
   * Today's numbers are read first, concurrently with agents' actions. Changes between the two reads arrive on the bus
   * and are read again.
   */
  #readToday(
    dayStart: number,
    agentIds: readonly string[] | null,
    queueIds: Iterable<string>,
  ): Promise<FloorDay> {
    const { directory, longReads } = this.#context;
    const queues = [...queueIds].flatMap((id) => directory.queues.get(id) ?? []);
    return longReads.read('floorDay', {
      dayStart,
      agentIds,
      queues: queues.map((queue) => ({ id: queue.id, targetSeconds: queue.serviceLevelSeconds })),
    });
  }

  async #readAll(
    revision: number,
    { dayStart, now }: { readonly dayStart: number; readonly now: number },
  ): Promise<boolean> {
    const { store, directory } = this.#context;
    const today = await this.#readToday(dayStart, null, directory.queues.keys());
    return store.read(async (db) => {
      const day = { today: today.agents, now };
      const agents = this.#agents.take(await readFloorAgents(db, directory, null, day), null, revision);
      const work = this.#work.take(await readFloorWork(db, directory, null), null, revision);
      const read = await readFloorQueues(db, directory, null, {
        dayOf: (id) => today.queues.get(id),
        agents: this.#agents.values(),
      });
      return [agents, work, this.#queues.take(read, null, revision)].some(Boolean);
    });
  }

  /** Queues whose numbers of today may have changed. */
  async #queuesOf(dirty: {
    readonly agents: Set<string>;
    readonly items: Set<string>;
    readonly queues: Set<string>;
  }): Promise<Set<string>> {
    const { store } = this.#context;
    const queues = new Set(dirty.queues);
    for (const work of this.#work.values())
      if (
        work.queueId !== null &&
        (dirty.items.has(work.workItemId) || (work.agentId !== null && dirty.agents.has(work.agentId)))
      )
        queues.add(work.queueId);
    for (const id of await readQueuesOf(store.reader, [...dirty.items])) queues.add(id);
    return queues;
  }

  async #readSome(
    revision: number,
    dirty: {
      readonly agents: Set<string>;
      readonly items: Set<string>;
      readonly queues: Set<string>;
      readonly dayStart: number;
      readonly now: number;
    },
  ): Promise<boolean> {
    const { store, directory } = this.#context;
    const today = await this.#readToday(dirty.dayStart, [...dirty.agents], await this.#queuesOf(dirty));
    return store.read(async (db) => {
      for (const id of await readItemsOf(db, [...dirty.agents])) dirty.items.add(id);
      for (const work of this.#work.values())
        if (work.agentId !== null && dirty.agents.has(work.agentId)) dirty.items.add(work.workItemId);
      const rowIds = new Set<string>();
      const touch = (work: FloorWork) => {
        if (work.queueId !== null) dirty.queues.add(work.queueId);
      };
      for (const work of this.#work.values())
        if (dirty.items.has(work.workItemId)) {
          rowIds.add(work.id);
          touch(work);
        }
      const read = dirty.items.size === 0 ? [] : await readFloorWork(db, directory, [...dirty.items]);
      for (const work of read) touch(work);
      const agents =
        dirty.agents.size > 0 &&
        this.#agents.take(
          await readFloorAgents(db, directory, [...dirty.agents], { today: today.agents, now: dirty.now }),
          dirty.agents,
          revision,
        );
      for (const id of dirty.agents) {
        const user = directory.users.get(id);
        if (user && isShownToSupervisors(user))
          for (const queue of directory.effective(id).queueIds) dirty.queues.add(queue);
      }
      const work = this.#work.take(read, rowIds, revision);
      const queues =
        dirty.queues.size > 0 &&
        this.#queues.take(
          await readFloorQueues(db, directory, [...dirty.queues], {
            dayOf: (id) => today.queues.get(id) ?? this.#queues.get(id),
            agents: this.#agents.values(),
          }),
          dirty.queues,
          revision,
        );
      return agents || work || queues;
    });
  }

  /** Whether the scope includes each kind of record. */
  #visible(scope: Scope) {
    const agent = (value: FloorAgent) => scope.sees(value);
    return {
      agent,
      queue: (value: FloorQueue) => scope.seesQueue(value.id),
      work: (value: FloorWork) => {
        if (value.queueId !== null && scope.seesQueue(value.queueId)) return true;
        const owner = value.agentId === null ? undefined : this.#agents.get(value.agentId);
        return scope.everybody || (owner !== undefined && agent(owner));
      },
    };
  }

  #seen(scope: Scope) {
    const visible = this.#visible(scope);
    return {
      agents: [...this.#agents.values()].filter(visible.agent),
      queues: [...this.#queues.values()].filter(visible.queue),
      work: [...this.#work.values()].filter(visible.work),
    };
  }

  #whole(scope: Scope, watcher: Watcher): FloorUpdate {
    const { directory, clock } = this.#context;
    watcher.sent = this.#revision;
    return {
      kind: 'whole',
      revision: this.#revision,
      hubTime: clock.now(),
      dayStart: this.#dayStart,
      ...this.#seen(scope),
      profiles: [...directory.profiles.values()].map(({ id, name }) => ({ id, name })),
      statuses: [...directory.statuses.values()]
        .filter((status) => status.active)
        .sort(compareStatuses)
        .map(({ id, text, base }) => ({ id, text, base })),
    };
  }

  #changes(scope: Scope, watcher: Watcher): FloorUpdate | null {
    const visible = this.#visible(scope);
    const agents = this.#agents.since(watcher.sent, visible.agent);
    const queues = this.#queues.since(watcher.sent, visible.queue);
    const work = this.#work.since(watcher.sent, visible.work);
    watcher.sent = this.#revision;
    const parts = [agents, queues, work];
    if (parts.every(({ changed, gone }) => changed.length + gone.length === 0)) return null;
    return {
      kind: 'changes',
      revision: this.#revision,
      hubTime: this.#context.clock.now(),
      agents: agents.changed,
      queues: queues.changed,
      work: work.changed,
      goneAgents: agents.gone,
      goneQueues: queues.gone,
      goneWork: work.gone,
    };
  }
}
