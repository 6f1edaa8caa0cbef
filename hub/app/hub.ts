/** Assembles the hub: a flat list of components, started in order and stopped in reverse. */
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { HUB_HEARTBEAT_INTERVAL_MS, RECONCILE_INTERVAL_MS } from '#core/defaults.ts';
import { AttemptLog } from '../auth/attempt-log.ts';
import { SignInAudit } from '../auth/audit-sign-in.ts';
import { hubLimits } from '../auth/limits.ts';
import { type Clock, HubClock, type MachineClock } from '../base/clock.ts';
import { ClockKeeper, databaseTime } from '../unit/clock-steps.ts';
import { HubContext } from '../unit/context.ts';
import {
  extendCustomerPresence,
  checkCustomerPresence,
  noteCustomersSeen,
} from '../conversations/customer-presence.ts';
import { type HubServer, startHubServer } from '../http/server.ts';
import { readNumber } from '../store/json.ts';
import {
  renewHubHeartbeat,
  registerHub,
  unregisterHub,
  releaseDevicesOfLostHubs,
} from '../unit/hub-heartbeat.ts';
import { createMetrics } from '../base/metrics.ts';
import { Peers } from '../unit/peers.ts';
import { stepPractice } from '../practice/practice.ts';
import { applyNextStatus, endStatus } from '../presence/change-status.ts';
import { followActivity } from '../presence/choose.ts';
import { followSetup } from '../presence/follow-setup.ts';
import { checkHeartbeats, endGrace, rescue } from '../presence/links.ts';
import { SnapshotWatchers } from '../presence/watchers.ts';
import { type LongReader } from '../long-reads/long-reader.ts';
import { threadReader } from '../long-reads/thread-reader.ts';
import { Reconciler } from './reconcile.ts';
import { Router } from '../router/router.ts';
import type { HubServices } from '../http/services.ts';
import { ensureSystemRecords } from '../setup/system-records.ts';
import type { Store } from '../store/store.ts';
import { DailySums } from '../upkeep/daily-sums.ts';
import { Floor } from '../supervision/floor.ts';
import { RetentionJob } from '../upkeep/retention-job.ts';
import { Timekeeper } from '../unit/timekeeper.ts';
import { ImportService } from '../exchange/import/import-service.ts';
import { Uploads } from '../setup/uploads.ts';
import type { DestinationRules } from '../webhooks/destinations.ts';
import { Outbox } from '../webhooks/outbox.ts';
import { WebhookSender } from '../webhooks/sender.ts';
import { timeOut } from '../work/offers.ts';
import { endNotices } from '../ledger/notices.ts';
import { endExclusion } from '../ledger/release.ts';
import { endWrapUp, endWrapUpHold } from '../work/wrap-up.ts';

export interface HubOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly behindProxy: boolean;
  /** Public address for customers; null = the hub's own address. */
  readonly publicUrl: string | null;
  readonly customerPage: string;
  /** Webhooks may not use addresses of private networks. */
  readonly webhooksPublicOnly?: boolean;
}

/** A hub that listens on this address serves this machine only. */
export const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Interval at which heartbeats are checked and other hubs' changes are polled. */
const TICK_INTERVAL_MS = 1_000;
/** If no tick or hub heartbeat happened for this long, the hub itself was suspended; agents are not marked lost. */
const HUB_SUSPENDED_AFTER_MS = 10_000;

export class Hub {
  readonly services: HubServices;
  readonly #options: HubOptions;
  readonly #reconciler: Reconciler;
  readonly #neighbours: Peers;
  readonly #machine: MachineClock;
  readonly #clock: HubClock;
  readonly #keeper: ClockKeeper;
  #doors: HubServer | null = null;
  #callOff: (() => void) | null = null;
  /** By the machine's uptime, which is never set. */
  #reconciledAt = Number.NEGATIVE_INFINITY;
  #beatAt = Number.NEGATIVE_INFINITY;
  #tickedAt = Number.POSITIVE_INFINITY;
  #followedSetup = 0;
  #ticking: Promise<void> | null = null;

  constructor(parts: {
    store: Store;
    clock: MachineClock;
    log: Logger;
    options: HubOptions;
    processMetrics?: boolean;
    /** The reference clock of all hubs of this database; by default the database's own, or this machine's on SQLite. */
    reference?: () => Promise<number>;
    /** Runs long reads; by default in threads beside the hub. */
    longReads?: LongReader;
  }) {
    this.#machine = parts.clock;
    const clock = new HubClock(this.#machine);
    this.#clock = clock;
    this.#options = parts.options;
    const context = new HubContext({
      ...parts,
      clock,
      longReads: parts.longReads ?? threadReader(parts.store.address, parts.log),
      metrics: createMetrics(parts.processMetrics ?? true),
      publicUrl: () => parts.options.publicUrl ?? this.url,
    });
    this.#keeper = new ClockKeeper(
      context,
      clock,
      parts.reference ??
        (() => (parts.store.kind === 'postgres' ? databaseTime(parts) : Promise.resolve(parts.clock.now()))),
    );
    const router = new Router(context);
    const timekeeper = new Timekeeper(context, {
      offer: (unit, id) => timeOut(unit, context.metrics, id),
      'wrap-up': (unit, id) => endWrapUp(unit, id),
      'wrap-up-hold': (unit, id) => endWrapUpHold(unit, id),
      grace: (unit, id) => endGrace(unit, id),
      rescue: (unit, id) => rescue(unit, id),
      'status-end': async (unit, id) => endStatus(unit, await unit.agent(id)),
      absence: async (unit, id) => followActivity(unit, await unit.agent(id)),
      exclusion: (unit, id) => endExclusion(unit, id),
      notices: (unit, id) => endNotices(unit, id),
      practice: (unit, id) => stepPractice(unit, id),
      'customer-gone': (unit, id) => checkCustomerPresence(context, unit, id),
    });
    const destinations: DestinationRules = {
      // Behind a proxy a hub listens on this machine and serves everyone.
      thisMachine:
        loopback.has(parts.options.host) &&
        !parts.options.behindProxy &&
        !(parts.options.webhooksPublicOnly ?? false),
      privateNetworks: !(parts.options.webhooksPublicOnly ?? false),
    };
    const webhooks = new WebhookSender(context, destinations);
    const outbox = new Outbox();
    context.connect(
      {
        deadlineAt: (dueAt) => timekeeper.deadlineAt(dueAt),
        route: (scope) => router.request(scope),
      },
      {
        reload: (db) => outbox.reload(db),
        beforeWrite: async (unit) => {
          for (const id of unit.freed) await applyNextStatus(unit, await unit.agent(id));
        },
        beforeCommit: async (unit) => ((await outbox.queueDeliveries(unit)) ? () => webhooks.kick() : null),
      },
    );
    const attempts = new AttemptLog(context);
    // Rate limits do not depend on the wall clock.
    const steady: Clock = { now: () => this.#machine.uptime(), after: (...args) => clock.after(...args) };
    this.services = {
      context,
      attempts,
      signIns: new SignInAudit(context, attempts),
      router,
      timekeeper,
      watchers: new SnapshotWatchers(context),
      uploads: new Uploads(clock),
      imports: new ImportService(context),
      webhooks,
      destinations,
      floor: new Floor(context),
      limits: hubLimits(steady),
      dailySums: new DailySums(context),
      tidier: new RetentionJob(context),
    };
    this.#reconciler = new Reconciler(context);
    this.#neighbours = new Peers(context, (dueAt) => timekeeper.deadlineAt(dueAt));
  }

  /** The address of its endpoints, once they listen. */
  get url(): string {
    const address = this.#doors?.server.address() as AddressInfo | null | undefined;
    const host = this.#options.host.includes(':') ? `[${this.#options.host}]` : this.#options.host;
    return `${this.#options.tls ? 'https' : 'http'}://${host}:${address?.port ?? this.#options.port}`;
  }

  get port(): number {
    return (this.#doors?.server.address() as AddressInfo).port;
  }

  /** Prepares the database and reads Setup; no endpoints, no timers. */
  async prepare(): Promise<void> {
    const { context } = this.services;
    await context.store.write((db) => ensureSystemRecords(db, 'en'));
    await context.reloadDirectory();
    await this.#keeper.start();
    await this.#forgiveAbsence();
    await registerHub(context);
  }

  async start(): Promise<void> {
    await this.prepare();
    this.#doors = startHubServer(this.services, {
      ...this.#options,
      thisMachineOnly: loopback.has(this.#options.host),
    });
    await new Promise<void>((resolve, reject) => {
      this.#doors!.server.once('error', reject);
      this.#doors!.server.listen(this.#options.port, this.#options.host, resolve);
    });
    await this.#neighbours.start();
    this.services.context.bus.subscribe(({ setup }) => {
      if (setup)
        this.#keepTime().catch((error: unknown) =>
          this.services.context.log.error({ err: error }, 'the clock could not be read'),
        );
    });
    this.services.timekeeper.start();
    this.services.webhooks.start();
    this.services.dailySums.start();
    this.services.tidier.start();
    this.services.router.requestAll();
    this.#armTick();
    const { storage, log } = this.services.context;
    storage
      .examine()
      .catch((error: unknown) => log.error({ err: error }, 'the database could not be read through'));
  }

  async stop(): Promise<void> {
    this.services.context.stopping = true;
    this.#callOff?.();
    await this.#ticking;
    await this.#doors?.close();
    this.services.watchers.stop();
    this.services.floor.stop();
    await this.services.dailySums.stop();
    await this.services.tidier.stop();
    await this.services.context.longReads.stop();
    await this.services.timekeeper.stop();
    await this.services.webhooks.stop();
    await this.services.imports.stop();
    this.services.uploads.stop();
    await this.services.attempts.flush();
    this.services.context.storage.stop();
    await this.services.router.stop();
    await this.#neighbours.stop();
    await unregisterHub(this.services.context);
    await this.services.context.store.close();
  }

  /** One check of everything that notifications may have missed; tests and simulations call it directly. */
  async tick(): Promise<void> {
    const { context, router, watchers } = this.services;
    await this.#keepTime();
    const uptime = this.#machine.uptime();
    // This machine slept: the agents' heartbeats could not arrive, so they are not lost.
    const away = uptime - this.#tickedAt;
    if (away > HUB_SUSPENDED_AFTER_MS) await this.#creditBeats(context.id, away);
    this.#tickedAt = uptime;
    if (uptime - this.#beatAt >= HUB_HEARTBEAT_INTERVAL_MS) {
      this.#beatAt = uptime;
      await renewHubHeartbeat(context);
    }
    if (context.directory.version !== this.#followedSetup) {
      this.#followedSetup = context.directory.version;
      await followSetup(context);
    }
    await checkHeartbeats(context);
    await noteCustomersSeen(context);
    await context.rights.poll();
    await watchers.poll();
    if (uptime - this.#reconciledAt < RECONCILE_INTERVAL_MS) return;
    this.#reconciledAt = uptime;
    await releaseDevicesOfLostHubs(context);
    await this.#reconciler.run();
    router.requestAll();
  }

  /** Checks the reference clock once; another hub may have reported that it was set. */
  async #keepTime(): Promise<void> {
    if ((await this.#keeper.keep()) === 0) return;
    // Timers were set for times that have shifted.
    this.services.timekeeper.deadlineAt(this.#clock.now());
  }

  #armTick(): void {
    this.#callOff = this.services.context.clock.after(TICK_INTERVAL_MS, () => {
      this.#ticking = this.tick()
        .catch((error: unknown) => {
          const { storage, log } = this.services.context;
          if (storage.noteFailure(error) === null) log.error({ err: error }, 'tick failed');
        })
        .finally(() => {
          this.#ticking = null;
          if (!this.services.context.stopping) this.#armTick();
        });
    });
  }

  /**
   * While no hub was alive no device could send heartbeats. Agents get the time to return that they would have had: the
   * hub's own absence is not a lost link.
   */
  async #forgiveAbsence(): Promise<void> {
    const { store, clock } = this.services.context;
    const row = await store.reader
      .selectFrom('setting')
      .select('value_json')
      .where('key', '=', 'hub_alive_at')
      .executeTakeFirst();
    const now = clock.now();
    const aliveAt = row ? readNumber(row.value_json) : 0;
    if (store.kind === 'postgres' && now - aliveAt < HUB_SUSPENDED_AFTER_MS) return;
    await this.#creditBeats(null, now - aliveAt);
    await extendCustomerPresence(this.services.context);
  }

  /**
   * Shifts the last heartbeats of linked devices by the time without a hub, in milliseconds: those of one hub, or
   * (null) all. A device that was silent before stays silent; one that was alive stays alive.
   */
  async #creditBeats(hubId: string | null, away: number): Promise<void> {
    const { store, clock } = this.services.context;
    const now = clock.now();
    await store.write((db) =>
      db
        .updateTable('device')
        .set({
          last_beat_at: sql<number>`case when last_beat_at + ${away} > ${now} then ${now} else last_beat_at + ${away} end`,
        })
        .where('hub_id', 'is not', null)
        .$if(hubId !== null, (query) => query.where('hub_id', '=', hubId))
        .execute(),
    );
  }
}
