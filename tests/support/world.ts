/**
 * A hub with a clock of its own, and people who use it through the contracts: the stage of the hub's tests and of the
 * simulation. Time moves only by `advance`, event by event, so every run is the same.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { pino } from 'pino';
import { BEAT_EVERY } from '#core/defaults.ts';
import {
  newChannel,
  type Queue,
  type RoutingConfiguration,
  type ServiceChannel,
} from '#core/setup/channels-and-queues.ts';
import { newUser, type User } from '#core/setup/people.ts';
import {
  defaultConfigurationSettings,
  type PresenceConfigurationSettings,
} from '#core/setup/presence-configuration.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { Hub } from '#hub/hub.ts';
import { readInPlace } from '#hub/long-reads/long-reader.ts';
import { agentRouter } from '#hub/http/agent-router.ts';
import { customerRouter } from '#hub/http/customer-router.ts';
import { intakeRouter } from '#hub/http/intake-router.ts';
import { setupRouter } from '#hub/http/setup-router.ts';
import { systemRouter } from '#hub/http/system-router.ts';
import { supervisorRouter } from '#hub/http/supervisor-router.ts';
import type { CallContext } from '#hub/http/procedures.ts';
import { connectDevice, disconnectDevice } from '#hub/presence/links.ts';
import { readSnapshot } from '#hub/presence/snapshot.ts';
import { DEFAULT_CONFIGURATION_ID, systemStatuses } from '#hub/setup/system-records.ts';
import * as write from '#hub/setup/write.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { ManualClock } from './manual-clock.ts';

const log = pino({ level: process.env.HUB_LOG ?? 'silent' });
type AgentClient = RouterClient<ReturnType<typeof agentRouter>>;
type SetupClient = RouterClient<ReturnType<typeof setupRouter> & ReturnType<typeof systemRouter>>;
type CustomerClient = RouterClient<ReturnType<typeof customerRouter>>;
type IntakeClient = RouterClient<ReturnType<typeof intakeRouter>>;

export interface WorldOptions {
  readonly address: string;
  readonly configuration?: Partial<PresenceConfigurationSettings>;
  readonly channel?: Partial<ServiceChannel>;
  readonly routing?: Partial<RoutingConfiguration>;
  readonly agents?: readonly string[];
  /** Per agent. */
  readonly users?: Readonly<Record<string, Partial<User>>>;
}

export class World {
  readonly clock: ManualClock;
  readonly #options: WorldOptions;
  store!: Store;
  hub!: Hub;
  /** Devices that beat, by agent. */
  readonly #linked = new Map<string, { readonly deviceId: string; readonly runId: string }>();
  /** Customers who started a chat, by work item: their tokens, and how to close their pages. */
  readonly #customers = new Map<string, { readonly tokenHash: string; leave: () => void }>();
  #beatAt = 0;
  #tickAt = 0;

  private constructor(options: WorldOptions, clock: ManualClock) {
    this.#options = options;
    this.clock = clock;
  }

  static async create(options: WorldOptions): Promise<World> {
    const world = new World(options, new ManualClock());
    await world.boot();
    await world.#setUp();
    return world;
  }

  /** Starts a hub on the database as it is: also after `kill`. */
  async boot(): Promise<void> {
    this.store = await openStore(this.#options.address, { poolSize: 6 });
    this.hub = new Hub({
      store: this.store,
      clock: this.clock,
      log,
      processMetrics: false,
      longReads: readInPlace(this.store),
      options: {
        host: '127.0.0.1',
        port: 0,
        tls: null,
        behindProxy: false,
        publicUrl: 'http://hub.test',
        customerPage: '',
      },
    });
    await this.hub.prepare();
    this.#tickAt = this.clock.now();
    // Pages that are open come back to whichever hub is there.
    for (const [workItemId, customer] of this.#customers) customer.leave = this.#openPage(workItemId);
  }

  /** Ends the hub without a word, as a crash does: nothing in memory survives. */
  async kill(): Promise<void> {
    this.hub.services.context.stopping = true;
    await this.hub.services.imports.stop();
    this.hub.services.uploads.stop();
    await this.hub.services.router.stop();
    await this.store.close();
  }

  async close(): Promise<void> {
    await this.kill();
  }

  async #setUp(): Promise<void> {
    const { configuration, channel, routing, agents = ['ann', 'ben'], users = {} } = this.#options;
    const chat: ServiceChannel = {
      ...newChannel,
      id: 'chat',
      name: 'Chat',
      developerName: 'chat',
      version: 1,
      ...channel,
    };
    const cases: ServiceChannel = {
      ...chat,
      id: 'cases',
      name: 'Cases',
      developerName: 'cases',
      kind: 'case',
      pool: 'interruptible',
      popUpUrl: 'https://crm.example/{caseId}',
    };
    const calls: ServiceChannel = {
      ...chat,
      id: 'calls',
      name: 'Calls',
      developerName: 'calls',
      kind: 'voice',
    };
    const standard: RoutingConfiguration = {
      id: 'standard',
      name: 'Standard',
      developerName: 'standard',
      priority: 1,
      model: 'least-active',
      size: { units: 1000 },
      pushTimeOutSeconds: 30,
      capacityType: 'inherited',
      version: 1,
      ...routing,
    };
    const queue = (id: string, more: Partial<Queue> = {}): Queue => ({
      id,
      name: id,
      developerName: id,
      routingConfigurationId: 'standard',
      memberUserIds: [...agents],
      memberProfileIds: [],
      overflow: null,
      serviceLevelSeconds: 20,
      texts: { welcome: 'Hello', waiting: '', nobody: '' },
      embedOrigins: [],
      outcomes: ['Solved', 'Not solved'],
      quickReplies: [{ key: 'hi', text: 'Hello there' }],
      version: 1,
      ...more,
    });
    await this.change(async (db) => {
      for (const one of [chat, cases, calls]) await write.putChannel(db, one);
      await write.putRouting(db, standard);
      await write.putRouting(db, {
        ...standard,
        id: 'urgent',
        name: 'Urgent',
        developerName: 'urgent',
        priority: 0,
      });
      await write.putRouting(db, {
        ...standard,
        id: 'percent',
        name: 'Percent',
        developerName: 'percent',
        size: { percent: 100_000 },
      });
      await write.putQueue(db, queue('general'));
      await write.putQueue(db, queue('vip', { routingConfigurationId: 'urgent' }));
      await write.putQueue(db, queue('phones', { routingConfigurationId: 'percent' }));
      for (const status of systemStatuses('en'))
        await write.putStatus(db, {
          ...status,
          channelIds: status.id === 'Available' || status.id === 'Busy' ? ['chat', 'cases', 'calls'] : [],
        });
      await write.putStatus(db, {
        ...systemStatuses('en')[3]!,
        id: 'lunch',
        developerName: 'lunch',
        name: 'Lunch',
        text: 'Lunch',
        system: false,
      });
      for (const [index, label] of ['Wrong queue', 'Too busy'].entries())
        await write.putDeclineReason(db, {
          id: `r${index + 1}`,
          label,
          developerName: `r${index + 1}`,
          active: true,
          version: 1,
        });
      await write.putConfiguration(db, {
        id: DEFAULT_CONFIGURATION_ID,
        name: 'Default',
        developerName: DEFAULT_CONFIGURATION_ID,
        settings: { ...defaultConfigurationSettings, ...configuration },
        version: 1,
      });
      for (const name of agents) await write.putUser(db, { ...this.userOf(name), ...users[name] });
      await write.putHubSettings(db, {
        centreName: 'Test',
        defaultQueueId: 'general',
        practice: true,
      });
    });
  }

  userOf(name: string): User {
    return {
      ...newUser,
      id: name,
      username: name,
      name: name[0]!.toUpperCase() + name.slice(1),
      firstName: name,
      nickname: name,
      alias: name,
      statusIds: ['Available', 'Busy', 'Away', 'Busy_DND', 'lunch'],
      version: 1,
    };
  }

  /** Changes Setup, as an admin does. */
  async change(work: (db: Parameters<typeof write.putStatus>[0]) => Promise<void>): Promise<void> {
    await this.hub.services.context.unit(async (unit) => {
      await work(unit.db);
      unit.setupChanged = true;
    });
  }

  async configure(settings: Partial<PresenceConfigurationSettings>): Promise<void> {
    const before = this.hub.services.context.directory.defaultConfiguration();
    await this.change((db) =>
      write.putConfiguration(db, {
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
      apiKeyId: null,
      address: 'test',
      ...more,
    };
  }

  /** The agent's procedures, as the agent. */
  as(name: string): AgentClient {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(agentRouter(this.hub.services), {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** Setup's procedures, as this user; whether the user may is the hub's business. */
  setupAs(name: string): SetupClient {
    const user = this.hub.services.context.directory.user(name);
    const router = { ...setupRouter(this.hub.services), ...systemRouter(this.hub.services) };
    return createRouterClient(router, {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** The supervisor's procedures, as this user. */
  supervisorAs(name: string): RouterClient<ReturnType<typeof supervisorRouter>> {
    const user = this.hub.services.context.directory.user(name);
    return createRouterClient(supervisorRouter(this.hub.services), {
      context: this.callContext({ who: { user, tokenHash: '' } }),
    });
  }

  /** A customer's page: of no conversation yet, or of the one that it started. */
  customer(workItemId: string | null = null): CustomerClient {
    const tokenHash = workItemId === null ? undefined : this.#customers.get(workItemId)?.tokenHash;
    const client = createRouterClient(customerRouter(this.hub.services), {
      context: this.callContext({
        customer:
          workItemId === null ? null : { kind: 'customer', workItemId, tokenHash: tokenHash ?? 'unknown' },
        address: randomUUID(),
      }),
    });
    if (workItemId !== null) return client;
    const start: CustomerClient['start'] = async (...given) => {
      const chat = await client.start(...given);
      const hash = createHash('sha256').update(chat.token).digest('hex');
      this.#customers.set(chat.workItemId, { tokenHash: hash, leave: this.#openPage(chat.workItemId) });
      return chat;
    };
    return new Proxy(client, { get: (all, key) => (key === 'start' ? start : Reflect.get(all, key)) });
  }

  /** The page of a customer is open until the customer closes it: see `closePage`. */
  #openPage(workItemId: string): () => void {
    const { context } = this.hub.services;
    const close = context.customerPages.open(workItemId);
    return () => {
      if (this.hub.services.context === context) close();
    };
  }

  /** The customer closes the page without a word; nothing tells the hub, as after a lost connection. */
  closePage(workItemId: string): void {
    this.#customers.get(workItemId)?.leave();
  }

  api(): IntakeClient {
    return createRouterClient(intakeRouter(this.hub.services), {
      context: this.callContext({ apiKeyId: 'key' }),
    });
  }

  /** Opens the agent's link. `run` new = the application was started again. */
  async link(name: string, device = `${name}-device`, run = 'run-1'): Promise<void> {
    await this.hub.services.context.unit((unit) =>
      connectDevice(unit, this.hub.services.context.id, name, {
        deviceId: device,
        deviceName: device,
        runId: run,
      }),
    );
    this.#linked.set(name, { deviceId: device, runId: run });
    await this.settle();
  }

  /** The socket closes and the hub sees it. */
  async cut(name: string): Promise<void> {
    const device = this.#linked.get(name);
    this.#linked.delete(name);
    if (!device) return;
    await this.hub.services.context.unit((unit) =>
      disconnectDevice(unit, name, device.deviceId, device.runId),
    );
    await this.settle();
  }

  /** The beats stop and nobody is told. */
  fallSilent(name: string): void {
    this.#linked.delete(name);
  }

  async beat(name: string): Promise<void> {
    await this.as(name).link.beat({ deviceId: `${name}-device` });
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
    await this.hub.services.router.settled();
  }

  /** Moves time on, stopping at every deadline, beat and tick on the way. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.clock.now() + milliseconds;
    for (;;) {
      const row = await this.store.reader
        .selectFrom('deadline')
        .select((select) => select.fn.min('due_at').as('due'))
        .executeTakeFirst();
      const due = row && row.due !== null ? Number(row.due) : Number.POSITIVE_INFINITY;
      const next = Math.min(Math.max(due, this.clock.now()), this.#beatAt + BEAT_EVERY, this.#tickAt + 1_000);
      if (next > end) break;
      this.clock.set(Math.max(next, this.clock.now()));
      await this.#happen();
    }
    this.clock.set(end);
    await this.settle();
  }

  async #happen(): Promise<void> {
    if (this.clock.now() >= this.#beatAt + BEAT_EVERY) {
      this.#beatAt = this.clock.now();
      for (const [name, { deviceId }] of this.#linked) await this.as(name).link.beat({ deviceId });
    }
    await this.hub.services.timekeeper.runDue();
    if (this.clock.now() >= this.#tickAt + 1_000) {
      this.#tickAt = this.clock.now();
      await this.hub.tick();
    }
    await this.settle();
  }

  /** How often reconciliation had to put something right. A healthy hub never has to. */
  async repairs(): Promise<number> {
    const metric = await this.hub.services.context.metrics.repairs.get();
    return metric.values.reduce((sum, value) => sum + value.value, 0);
  }
}

/** A fresh command id. */
export const commandId = () => randomUUID();
