/**
 * A hub with its own clock, and users who call it through the contracts: the fixture of the hub's tests and of the
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

/** The tick interval of a hub. */
const TICK_INTERVAL_MS = 1_000;
type AgentClient = RouterClient<ReturnType<typeof agentRouter>>;
type SetupClient = RouterClient<ReturnType<typeof setupRouter> & ReturnType<typeof systemRouter>>;
type CustomerClient = RouterClient<ReturnType<typeof customerRouter>>;
type IntakeClient = RouterClient<ReturnType<typeof intakeRouter>>;

export interface WorldOptions extends CentreOptions {
  readonly address: string;
  /** One per hub, all on the same database: the clock error of its machine. Default: one hub with a correct clock. */
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

/** The services behind a hub's endpoints. */
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
  /** The hub the device sends heartbeats to. */
  readonly at: number;
  /** By the clock's uptime. */
  readonly since: number;
}

interface Customer {
  readonly tokenHash: string;
  /** The customer's page is open. */
  open: boolean;
  /** The hub that the page is connected to, and how to end that connection. */
  page: { readonly hub: Hub; readonly close: () => void } | null;
}

export class World {
  readonly clock: ManualClock;
  readonly #options: WorldOptions;
  readonly #nodes: Node[] = [];
  /** The hub for calls that do not use an open link. */
  #at = 0;
  /** Devices that send heartbeats, by agent. */
  readonly #linked = new Map<string, Linked>();
  /** Closed connections that a hub has not noticed yet. */
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
  /** The version of Setup at each hub's last tick, by index. */
  readonly #tickedBy = new Map<number, number>();
  /** When to look for due deadlines: no later than the earliest of them; null = unknown. */
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

  /** Indexes of the running hubs. */
  get alive(): readonly number[] {
    return [...this.#nodes.keys()].filter((index) => this.#nodes[index]!.alive);
  }

  hubAt(index: number): Hub {
    return this.#nodes[index]!.hub;
  }

  /** Directs all further calls to this hub. */
  use(index: number): void {
    if (!this.#nodes[index]!.alive) throw new Error(`hub ${index} is not alive`);
    this.#at = index;
  }

  /** Counts the starts and ends of writes: unchanged = nothing new is committed. */
  get writes(): number {
    return this.#writes;
  }

  /** Whether every running hub has ticked since the last change of Setup, so that its effects are complete. */
  get setupIsFollowed(): boolean {
    const { version } = this.hub.services.context.directory;
    return this.alive.every((index) => this.#tickedBy.get(index) === version);
  }

  #noteWrite(): void {
    this.#writes += 1;
  }

  /** Starts a hub on the existing database: also after `kill`. */
  async boot(index = this.#at): Promise<void> {
    // Running hubs notice first when the clock has just been set.
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
    // Deadlines that move later, or are removed, are noticed when the time comes.
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

  /** Ends the hub abruptly, as a crash does: nothing in memory survives. */
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

  /** The agent's procedures, called as the agent. */
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

  /** Setup's procedures, called as this user; the hub checks the permission. */
  setupAs(name: string): SetupClient {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(this.#routersOf(this.hub).setup, {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** The supervisor's procedures, called as this user. */
  supervisorAs(name: string): RouterClient<ReturnType<typeof supervisorRouter>> {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(this.#routersOf(this.hub).supervisor, {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** A customer's page: with no conversation yet, or the one that it started. */
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

  /** The customer closes the page without notifying the hub, as after a lost connection. */
  closePage(workItemId: string): void {
    const customer = this.#customers.get(workItemId);
    if (!customer) return;
    customer.page?.close();
    customer.page = null;
    customer.open = false;
  }

  /** Connects open pages to their conversations on a running hub. */
  #followPages(): void {
    const living = new Set(this.alive.map((index) => this.hubAt(index)));
    if (living.size === 0) return;
    for (const [workItemId, customer] of this.#customers) {
      if (!customer.open || (customer.page && living.has(customer.page.hub))) continue;
      const { hub } = this;
      customer.page = { hub, close: hub.services.context.customerPages.open(workItemId) };
    }
  }

  /** REST, with an API key of this name and these scopes. */
  api(key = 'key', scopes: readonly ApiScope[] = apiScopes): IntakeClient {
    return createRouterClient(this.#routersOf(this.hub).intake, {
      context: this.callContext({ apiKey: { id: key, name: key, scopes } }),
    });
  }

  /** Opens the agent's link. A new `run` = the application was restarted. */
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

  /** Closes the socket; the hub notices. */
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

  /** Stops heartbeats silently; the hub finds the dead socket after at most `noticedAfter` milliseconds. */
  fallSilent(name: string, noticedAfter: number | null = null): void {
    const device = this.#linked.get(name);
    this.#linked.delete(name);
    if (!device || noticedAfter === null) return;
    this.#unnoticed.push({ at: this.clock.uptime() + noticedAfter, node: device.at, name, device });
  }

  /** Devices that send heartbeats to a running hub, by agent, and for how long. */
  beating(): ReadonlyMap<string, { readonly deviceId: string; readonly for: number }> {
    const linked = [...this.#linked].filter(([, { at }]) => this.#nodes[at]!.alive);
    return new Map(
      linked.map(([name, { deviceId, since }]) => [name, { deviceId, for: this.clock.uptime() - since }]),
    );
  }

  async beat(name: string, device = `${name}-device`): Promise<void> {
    await this.as(name).link.beat({ deviceId: device });
  }

  /** The run, device and hub of the agent's link. */
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

  /** Runs a command of an agent with its own id, then lets the router finish. */
  async do<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    await this.settle();
    return value;
  }

  /** Waits until all requested work is done. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const index of this.alive) await this.#nodes[index]!.hub.services.router.settled();
  }

  /** Time passes without any activity, as when the machines of the hubs sleep, or none is running. */
  sleep(milliseconds: number): void {
    this.clock.set(this.clock.now() + milliseconds);
    for (const [name, link] of this.#linked)
      this.#linked.set(name, { ...link, since: link.since + milliseconds });
  }

  /** Advances time, stopping at every deadline, heartbeat, tick and noticed disconnect on the way. */
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
    // What NOTIFY would tell peers at once.
    if (context.clockSteps !== before)
      for (const other of this.alive)
        if (this.#nodes[other]!.hub.services.context.clockSteps !== context.clockSteps)
          await this.#tick(other);
  }

  async #earliestDeadline(): Promise<number> {
    if (this.#due !== null) return this.#due;
    // Deadlines set during this read count too.
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

  /** How often reconciliation had to repair something. A healthy hub never needs it. */
  async repairs(): Promise<number> {
    let repairs = 0;
    for (const index of this.alive) {
      const metric = await this.#nodes[index]!.hub.services.context.metrics.repairs.get();
      for (const { value } of metric.values) repairs += value;
    }
    return repairs;
  }
}

/** A new command id. */
export const commandId = () => randomUUID();
