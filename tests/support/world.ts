/**
 * A hub with a clock of its own, and people who use it through the contracts: the stage of the hub's tests and of the
 * simulation. Time moves only by `advance`, event by event, so every run is the same.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { pino } from 'pino';
import { HEARTBEAT_INTERVAL_MS } from '#core/defaults.ts';
import { type ApiScope, apiScopes } from '#core/setup/api-scopes.ts';
import type { User } from '#core/setup/people.ts';
import type { PresenceConfigurationSettings } from '#core/setup/presence-configuration.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { Hub } from '#hub/app/hub.ts';
import { readInPlace } from './read-in-place.ts';
import { agentRouter } from '#hub/http/agent/agent-router.ts';
import { customerRouter } from '#hub/http/customer-router.ts';
import { intakeRouter } from '#hub/http/intake-router.ts';
import { setupRouter } from '#hub/http/setup-router.ts';
import { systemRouter } from '#hub/http/system-router.ts';
import { supervisorRouter } from '#hub/http/supervisor-router.ts';
import type { CallContext } from '#hub/http/procedures.ts';
import { connectDevice, disconnectDevice } from '#hub/presence/links.ts';
import { readSnapshot } from '#hub/presence/snapshot.ts';
import * as write from '#hub/setup/write.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { type CentreOptions, userOf, writeCentre } from './centre.ts';
import { ManualClock, skewed } from './manual-clock.ts';

/** As often as a hub ticks. */
const TICK_INTERVAL_MS = 1_000;
type AgentClient = RouterClient<ReturnType<typeof agentRouter>>;
type SetupClient = RouterClient<ReturnType<typeof setupRouter> & ReturnType<typeof systemRouter>>;
type CustomerClient = RouterClient<ReturnType<typeof customerRouter>>;
type IntakeClient = RouterClient<ReturnType<typeof intakeRouter>>;

export interface WorldOptions extends CentreOptions {
  readonly address: string;
  /** One per hub, all on the same database: by how much the clock of its machine is wrong. One right one by default. */
  readonly hubs?: readonly number[];
}

/** A hub with its own connection to the database. */
interface Node {
  readonly store: Store;
  readonly hub: Hub;
  tickAt: number;
  alive: boolean;
}

type Routers = ReturnType<typeof routersOf>;

/** What a hub's doors lead to. */
const routersOf = (services: Hub['services']) => ({
  agent: agentRouter(services),
  supervisor: supervisorRouter(services),
  customer: customerRouter(services),
  intake: intakeRouter(services),
  setup: { ...setupRouter(services), ...systemRouter(services) },
});

interface Linked {
  readonly deviceId: string;
  readonly runId: string;
  readonly connectionId: string;
  /** Which hub the device beats at. */
  readonly at: number;
  /** By the clock's uptime. */
  readonly since: number;
}

interface Customer {
  readonly tokenHash: string;
  /** The customer has not closed the page. */
  open: boolean;
  /** The hub that the page follows, and how it ends there. */
  page: { readonly hub: Hub; readonly close: () => void } | null;
}

export class World {
  readonly clock: ManualClock;
  readonly #options: WorldOptions;
  readonly #nodes: Node[] = [];
  /** Which hub everything is asked of that does not go over an open link. */
  #at = 0;
  /** Devices that beat, by agent. */
  readonly #linked = new Map<string, Linked>();
  /** Ends of connections that a hub has not noticed yet. */
  #unnoticed: {
    readonly at: number;
    readonly node: number;
    readonly name: string;
    readonly device: Linked;
  }[] = [];
  /** Customers who started a chat, by work item. */
  readonly #customers = new Map<string, Customer>();
  readonly #routers = new WeakMap<Hub, Routers>();
  #beatAt = 0;
  #writes = 0;
  /** The version of Setup by which each hub has ticked last, by index. */
  readonly #tickedBy = new Map<number, number>();
  /** When to look for due deadlines: the earliest of them is not earlier; null = it is to be read. */
  #due: number | null = null;

  private constructor(options: WorldOptions, clock: ManualClock) {
    this.#options = options;
    this.clock = clock;
  }

  static async create(options: WorldOptions): Promise<World> {
    const world = new World(options, new ManualClock());
    for (const index of (options.hubs ?? [0]).keys()) await world.boot(index);
    await world.change((db) => writeCentre(db, options));
    for (const { hub } of world.#nodes) await hub.services.context.reloadDirectory();
    return world;
  }

  get hub(): Hub {
    return this.#nodes[this.#at]!.hub;
  }

  get store(): Store {
    return this.#nodes[this.#at]!.store;
  }

  /** Indexes of the hubs that are alive. */
  get alive(): readonly number[] {
    return [...this.#nodes.keys()].filter((index) => this.#nodes[index]!.alive);
  }

  hubAt(index: number): Hub {
    return this.#nodes[index]!.hub;
  }

  /** From now on everything is asked of this hub. */
  use(index: number): void {
    if (!this.#nodes[index]!.alive) throw new Error(`hub ${index} is not alive`);
    this.#at = index;
  }

  /** Counts the beginnings and ends of writes: as long as it is the same, nothing new is committed. */
  get writes(): number {
    return this.#writes;
  }

  /** Every living hub has ticked since Setup became what it is: what follows it has followed. */
  get setupIsFollowed(): boolean {
    const { version } = this.hub.services.context.directory;
    return this.alive.every((index) => this.#tickedBy.get(index) === version);
  }

  #noteWrite(): void {
    this.#writes += 1;
  }

  /** Starts a hub on the database as it is: also after `kill`. */
  async boot(index = this.#at): Promise<void> {
    // Those that are there notice first when the clock has just been set.
    for (const other of this.alive) await this.#tick(other);
    const store = await openStore(this.#options.address, { poolSize: 6 });
    const write = store.write.bind(store);
    const writeBriefly = store.writeBriefly.bind(store);
    Object.assign(store, {
      write: (work) => {
        this.#noteWrite();
        return write(work).finally(() => this.#noteWrite());
      },
      writeBriefly: (work) => {
        this.#noteWrite();
        return writeBriefly(work).finally(() => this.#noteWrite());
      },
    } satisfies Pick<Store, 'write' | 'writeBriefly'>);
    const hub = new Hub({
      store,
      clock: skewed(this.clock, this.#options.hubs?.[index] ?? 0),
      reference: () => Promise.resolve(this.clock.now()),
      log: pino({ level: process.env.HUB_LOG ?? 'silent' }),
      processMetrics: false,
      longReads: readInPlace(store),
      options: {
        host: '127.0.0.1',
        port: 0,
        tls: null,
        behindProxy: false,
        publicUrl: 'http://hub.test',
        customerPage: '',
      },
    });
    // Deadlines that move to later, or go away, are found out when the moment comes.
    const { timekeeper } = hub.services;
    timekeeper.deadlineAt = (dueAt) => {
      if (this.#due !== null) this.#due = Math.min(this.#due, dueAt);
    };
    this.#due = null;
    this.#tickedBy.delete(index);
    await hub.prepare();
    this.#nodes[index] = { store, hub, tickAt: this.clock.uptime(), alive: true };
    if (!this.#nodes[this.#at]?.alive) this.#at = index;
    this.#followPages();
  }

  /** Ends the hub without a word, as a crash does: nothing in memory survives. */
  async kill(index = this.#at): Promise<void> {
    const { hub, store } = this.#nodes[index]!;
    hub.services.context.stopping = true;
    await hub.services.imports.stop();
    hub.services.uploads.stop();
    await hub.services.router.stop();
    await store.close();
    this.#nodes[index]!.alive = false;
    this.#unnoticed = this.#unnoticed.filter(({ node }) => node !== index);
    if (index === this.#at) this.#at = this.alive[0] ?? index;
    this.#followPages();
  }

  /** Stops the hub in order. */
  async stop(index = this.#at): Promise<void> {
    await this.#nodes[index]!.hub.stop();
    this.#nodes[index]!.alive = false;
    if (index === this.#at) this.#at = this.alive[0] ?? index;
    this.#followPages();
  }

  async close(): Promise<void> {
    for (const index of this.alive) await this.kill(index);
  }

  userOf(name: string): User {
    return userOf(name);
  }

  /** Changes Setup, as an admin does. */
  async change(work: (db: Parameters<typeof write.putRecord>[0]) => Promise<void>): Promise<void> {
    await this.hub.services.context.unit(async (unit) => {
      await work(unit.db);
      unit.setupChanged = true;
    });
  }

  async configure(settings: Partial<PresenceConfigurationSettings>): Promise<void> {
    const before = this.hub.services.context.directory.defaultConfiguration();
    await this.change((db) =>
      write.putRecord(db, 'configuration', {
        ...before,
        settings: { ...before.settings, ...settings },
        version: before.version + 1,
      }),
    );
  }

  callContext(more: Partial<CallContext> = {}): CallContext {
    return {
      hub: this.hub.services.context,
      who: null,
      customer: null,
      apiKey: null,
      address: 'test',
      ...more,
    };
  }

  /** The agent's procedures, as the agent. */
  as(name: string, hub = this.hub): AgentClient {
    const { context } = hub.services;
    return createRouterClient(this.#routersOf(hub).agent, {
      context: this.callContext({ hub: context, who: { user: context.directory.user(name), tokenHash: '' } }),
    });
  }

  #routersOf(hub: Hub): Routers {
    const known = this.#routers.get(hub) ?? routersOf(hub.services);
    this.#routers.set(hub, known);
    return known;
  }

  /** Setup's procedures, as this user; whether the user may is the hub's business. */
  setupAs(name: string): SetupClient {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(this.#routersOf(this.hub).setup, {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** The supervisor's procedures, as this user. */
  supervisorAs(name: string): RouterClient<ReturnType<typeof supervisorRouter>> {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(this.#routersOf(this.hub).supervisor, {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** A customer's page: of no conversation yet, or of the one that it started. */
  customer(workItemId: string | null = null): CustomerClient {
    const tokenHash = (workItemId === null ? null : this.#customers.get(workItemId)?.tokenHash) ?? 'unknown';
    const client = createRouterClient(this.#routersOf(this.hub).customer, {
      context: this.callContext({
        customer: workItemId === null ? null : { kind: 'customer', workItemId, tokenHash },
        address: randomUUID(),
      }),
    });
    if (workItemId !== null) return client;
    const start: CustomerClient['start'] = async (...given) => {
      const chat = await client.start(...given);
      const hash = createHash('sha256').update(chat.token).digest('hex');
      this.#customers.set(chat.workItemId, { tokenHash: hash, open: true, page: null });
      this.#followPages();
      return chat;
    };
    return new Proxy(client, { get: (all, key) => (key === 'start' ? start : Reflect.get(all, key)) });
  }

  /** The customer closes the page without a word; nothing tells the hub, as after a lost connection. */
  closePage(workItemId: string): void {
    const customer = this.#customers.get(workItemId);
    if (!customer) return;
    customer.page?.close();
    customer.page = null;
    customer.open = false;
  }

  /** Pages that are open follow their conversation at a hub that is alive. */
  #followPages(): void {
    const living = new Set(this.alive.map((index) => this.hubAt(index)));
    if (living.size === 0) return;
    for (const [workItemId, customer] of this.#customers) {
      if (!customer.open || (customer.page && living.has(customer.page.hub))) continue;
      const { hub } = this;
      customer.page = { hub, close: hub.services.context.customerPages.open(workItemId) };
    }
  }

  /** REST, with a key of this name and these scopes. */
  api(key = 'key', scopes: readonly ApiScope[] = apiScopes): IntakeClient {
    return createRouterClient(this.#routersOf(this.hub).intake, {
      context: this.callContext({ apiKey: { id: key, name: key, scopes } }),
    });
  }

  /** Opens the agent's link. `run` new = the application was started again. */
  async link(name: string, device = `${name}-device`, run = 'run-1'): Promise<void> {
    const { context } = this.hub.services;
    const connectionId = await context.unit((unit) =>
      connectDevice(unit, context.id, name, { deviceId: device, deviceName: device, runId: run }),
    );
    this.#linked.set(name, {
      deviceId: device,
      runId: run,
      connectionId,
      at: this.#at,
      since: this.clock.uptime(),
    });
    await this.settle();
  }

  /** The socket closes and the hub sees it. */
  async cut(name: string): Promise<void> {
    const device = this.#linked.get(name);
    this.#linked.delete(name);
    if (!device) return;
    await this.#end(device.at, name, device);
    await this.settle();
  }

  async #end(node: number, name: string, { deviceId, connectionId }: Linked): Promise<void> {
    const { hub, alive } = this.#nodes[node]!;
    if (alive)
      await hub.services.context.unit((unit) => disconnectDevice(unit, name, deviceId, connectionId));
  }

  /** The beats stop and the hub is not told: at most after `noticedAfter` milliseconds, when it finds a dead socket. */
  fallSilent(name: string, noticedAfter: number | null = null): void {
    const device = this.#linked.get(name);
    this.#linked.delete(name);
    if (!device || noticedAfter === null) return;
    this.#unnoticed.push({ at: this.clock.uptime() + noticedAfter, node: device.at, name, device });
  }

  /** Devices that beat at a living hub, by agent, and for how long. */
  beating(): ReadonlyMap<string, { readonly deviceId: string; readonly for: number }> {
    const linked = [...this.#linked].filter(([, { at }]) => this.#nodes[at]!.alive);
    return new Map(
      linked.map(([name, { deviceId, since }]) => [name, { deviceId, for: this.clock.uptime() - since }]),
    );
  }

  async beat(name: string, device = `${name}-device`): Promise<void> {
    await this.as(name).link.beat({ deviceId: device });
  }

  /** The run and device that the agent is linked with, and the hub. */
  linkOf(name: string): Linked | null {
    return this.#linked.get(name) ?? null;
  }

  isLinked(name: string): boolean {
    return this.#linked.has(name);
  }

  async snapshot(name: string): Promise<AgentSnapshot> {
    const snapshot = await readSnapshot(this.hub.services.context, name);
    if (!snapshot) throw new Error(`${name} has never been here`);
    return snapshot;
  }

  /** A customer starts a chat. */
  async chat(name = 'Cora', queue = 'general'): Promise<string> {
    const { workItemId } = await this.customer().start({
      startId: randomUUID(),
      name,
      subject: 'Help',
      queue,
    });
    await this.settle();
    return workItemId;
  }

  async item(id: string) {
    return this.store.reader
      .selectFrom('work_item')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }

  /** Runs a command of an agent with an id of its own, then lets the router finish. */
  async do<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    await this.settle();
    return value;
  }

  /** Everything that was asked for has been carried out. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const index of this.alive) await this.#nodes[index]!.hub.services.router.settled();
  }

  /** Time goes by and nothing runs, as when the machines of the hubs sleep, or none is alive. */
  sleep(milliseconds: number): void {
    this.clock.set(this.clock.now() + milliseconds);
    for (const [name, link] of this.#linked)
      this.#linked.set(name, { ...link, since: link.since + milliseconds });
  }

  /** Moves time on, stopping at every deadline, beat, tick and noticed end of a connection on the way. */
  async advance(milliseconds: number): Promise<void> {
    const { clock } = this;
    const end = clock.uptime() + milliseconds;
    for (;;) {
      const due = (await this.#earliestDeadline()) - this.hub.services.context.clock.now() + clock.uptime();
      const next = Math.min(
        Math.max(due, clock.uptime()),
        this.#beatAt + HEARTBEAT_INTERVAL_MS,
        ...this.alive.map((index) => this.#nodes[index]!.tickAt + TICK_INTERVAL_MS),
        ...this.#unnoticed.map(({ at }) => at),
      );
      if (next > end) break;
      clock.set(clock.now() + Math.max(0, next - clock.uptime()));
      await this.#happen(due <= clock.uptime());
    }
    clock.set(clock.now() + end - clock.uptime());
    await this.settle();
  }

  async #tick(index: number): Promise<void> {
    const { hub } = this.#nodes[index]!;
    const { context } = hub.services;
    const before = context.clockSteps;
    this.#nodes[index]!.tickAt = this.clock.uptime();
    const setup = context.directory.version;
    await hub.tick();
    this.#tickedBy.set(index, setup);
    // What NOTIFY would tell the others at once.
    if (context.clockSteps !== before)
      for (const other of this.alive)
        if (this.#nodes[other]!.hub.services.context.clockSteps !== context.clockSteps)
          await this.#tick(other);
  }

  async #earliestDeadline(): Promise<number> {
    if (this.#due !== null) return this.#due;
    // What is set while this reads counts too.
    this.#due = Number.POSITIVE_INFINITY;
    const row = await this.store.reader
      .selectFrom('deadline')
      .select((select) => select.fn.min('due_at').as('due'))
      .executeTakeFirst();
    if (row && row.due !== null) this.#due = Math.min(this.#due, Number(row.due));
    return this.#due;
  }

  async #happen(due: boolean): Promise<void> {
    const now = this.clock.uptime();
    for (const one of this.#unnoticed.filter(({ at }) => at <= now)) {
      this.#unnoticed.splice(this.#unnoticed.indexOf(one), 1);
      await this.#end(one.node, one.name, one.device);
    }
    if (now >= this.#beatAt + HEARTBEAT_INTERVAL_MS) {
      this.#beatAt = now;
      for (const [name, { deviceId, at }] of this.#linked)
        if (this.#nodes[at]!.alive) await this.as(name, this.#nodes[at]!.hub).link.beat({ deviceId });
    }
    const alive = this.alive.map((index) => this.#nodes[index]!);
    if (due) {
      await Promise.all(alive.map(({ hub }) => hub.services.timekeeper.runDue()));
      this.#due = null;
    }
    for (const index of this.alive)
      if (now >= this.#nodes[index]!.tickAt + TICK_INTERVAL_MS) await this.#tick(index);
    await this.settle();
  }

  /** How often reconciliation had to put something right. A healthy hub never has to. */
  async repairs(): Promise<number> {
    let repairs = 0;
    for (const index of this.alive) {
      const metric = await this.#nodes[index]!.hub.services.context.metrics.repairs.get();
      for (const { value } of metric.values) repairs += value;
    }
    return repairs;
  }
}

/** A fresh command id. */
export const commandId = () => randomUUID();
