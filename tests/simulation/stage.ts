/** The context of a simulation: the world, the random source, and the state that steps share. */
import { randomUUID } from 'node:crypto';
import { errorStatuses } from '#core/errors.ts';
import { type liveAgentWorkStates } from '#core/vocabulary.ts';
import { putRecord } from '#hub/setup/write.ts';
import { World } from '../support/world.ts';
import { installChangeLog } from './change-log.ts';
import { Mirror } from './mirror.ts';
import { Memory } from './observed-state.ts';
import { Court, judgeOffers } from './offer-judge.ts';
import type { Random } from './random.ts';

export type AgentClient = ReturnType<World['as']>;

/** An acknowledged command: when repeated, it must return the same and change nothing. */
interface Acknowledged {
  readonly what: string;
  readonly answer: unknown;
  readonly send: () => Promise<unknown>;
}

export interface StageOptions {
  readonly address: string;
  readonly agents: number;
  /** One per hub: the clock error of its machine. */
  readonly hubs?: readonly number[];
}

/** One agent work, as its agent sees it. */
export interface Piece {
  readonly name: string;
  readonly agentWorkId: string;
  readonly workItemId: string;
}

const names = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jon'];
/** The first few have names, so that a log of steps is readable. */
const nameOf = (index: number) => names[index] ?? `agent-${String(index).padStart(3, '0')}`;

export class Stage {
  readonly world: World;
  readonly mirror: Mirror;
  readonly random: Random;
  readonly agents: readonly string[];
  /** Violated invariants of the current step. */
  readonly faults: string[] = [];
  /** Conversations known to customers. */
  readonly conversations: string[] = [];
  /** Work created through the API. */
  readonly apiWork: string[] = [];
  /** Customers leave when more than this many wait: short queues in some runs, long ones in others. */
  readonly patience: number;
  readonly runs = new Map<string, number>();
  /** Where each agent sits; absent = at the first desk. */
  readonly desks = new Map<string, number>();
  /** Past offers of an agent, to be accepted too late. */
  readonly oldOffers: { readonly agent: string; readonly agentWorkId: string }[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly memory = new Memory();
  readonly #court = new Court();
  readonly hubs: number;

  private constructor(world: World, mirror: Mirror, random: Random, options: StageOptions) {
    this.world = world;
    this.mirror = mirror;
    this.random = random;
    this.agents = Array.from({ length: options.agents }, (_, index) => nameOf(index));
    this.hubs = options.hubs?.length ?? 1;
    this.patience = options.agents * random.pick([1, 2, 2, 5, 20])!;
  }

  static async open(options: StageOptions, random: Random): Promise<Stage> {
    const agents = Array.from({ length: options.agents }, (_, index) => nameOf(index));
    const world = await World.create({
      address: options.address,
      agents,
      ...(options.hubs ? { hubs: options.hubs } : {}),
      users: Object.fromEntries(
        agents.map((name, index) => [
          name,
          {
            profileId: index % 2 === 0 ? 'first' : 'second',
            roles: index === 0 ? ['agent', 'supervisor'] : ['agent'],
          },
        ]),
      ),
      configuration: {
        capacity: 3,
        allowDecline: true,
        declineReasonIds: ['r1', 'r2'],
        wrapUp: true,
        wrapUpSeconds: 30,
        extend: true,
        extensionSeconds: 15,
        maxExtensions: 2,
      },
    });
    await world.change(async (db) => {
      for (const id of ['first', 'second'])
        await putRecord(db, 'profile', {
          id,
          name: id,
          developerName: id,
          description: '',
          capacity: null,
          defaultStatusId: null,
          presenceConfigurationId: null,
          channelIds: [],
          statusIds: [],
          version: 1,
        });
    });
    await installChangeLog(world.store);
    const mirror = await Mirror.open(
      () => world.store,
      () => world.writes,
    );
    const stage = new Stage(world, mirror, random, options);
    for (const index of world.alive) stage.#listen(index);
    await stage.shareSetup();
    return stage;
  }

  /** The hub's current time. */
  get now(): number {
    return this.world.hub.services.context.clock.now();
  }

  /** Starts a hub again on the database the previous one left. */
  async reboot(index: number): Promise<void> {
    await this.world.boot(index);
    this.#listen(index);
  }

  /** Observes every offer, and everything that the hub itself logs as an error. */
  #listen(index: number): void {
    const { context } = this.world.hubAt(index).services;
    judgeOffers(context, this.mirror, this.#court, (fault) =>
      this.faults.push(`atTheInstantOfAnOffer: ${fault}`),
    );
    const killed = () => context.stopping;
    context.log.error = (facts: unknown, message?: string) => {
      if (killed()) return;
      const { err } = facts as { err?: Error };
      this.faults.push(`nothingFails: ${message} ${err?.stack ?? JSON.stringify(facts)}`);
      // A failed deadline is retried at once while time stands still: end the run instead of hanging.
      if (message?.startsWith('deadline')) throw new Error('a deadline failed');
    };
  }

  /** What NOTIFY would tell peers about a change of Setup. */
  async shareSetup(): Promise<void> {
    const contexts = this.world.alive.map((index) => this.world.hubAt(index).services.context);
    const newest = Math.max(...contexts.map(({ directory }) => directory.version));
    for (const context of contexts) if (context.directory.version < newest) await context.reloadDirectory();
  }

  linked(): string[] {
    return this.agents.filter((name) => this.world.isLinked(name));
  }

  unlinked(): string[] {
    return this.agents.filter((name) => !this.world.isLinked(name));
  }

  /** The agent work in these states of all linked agents. */
  pieces(...states: (typeof liveAgentWorkStates)[number][]): Piece[] {
    return this.mirror
      .table('agent_work')
      .filter((work) => states.includes(work.state as never) && this.world.isLinked(work.agent_id))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((work) => ({ name: work.agent_id, agentWorkId: work.id, workItemId: work.work_item_id }));
  }

  piece(...states: (typeof liveAgentWorkStates)[number][]): Piece | null {
    return this.random.pick(this.pieces(...states)) ?? null;
  }

  /** The agent's procedures, on the hub that holds the link. */
  as(name: string): AgentClient {
    const at = this.world.linkOf(name)?.at;
    const alive = at !== undefined && this.world.alive.includes(at);
    return this.world.as(name, alive ? this.world.hubAt(at) : this.world.hub);
  }

  /**
   * Sends a command as this agent and lets the hub finish. Contract errors are expected, but must
   * change nothing.
   */
  async command(
    name: string,
    what: string,
    send: (client: AgentClient, commandId: string) => Promise<unknown>,
  ): Promise<string> {
    const id = randomUUID();
    await this.mirror.refresh();
    const before = this.mirror.changed;
    const outcome = await this.attempt(() => send(this.as(name), id));
    if (outcome.refused === null)
      this.remember({ what, answer: outcome.answer, send: () => send(this.world.as(name), id) });
    else await this.#expectNoChange(`a refused ${what} (${outcome.refused})`, before);
    await this.world.settle();
    return `${name} ${what}${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }

  remember(command: Acknowledged): void {
    this.acknowledged.push(command);
    if (this.acknowledged.length > 50) this.acknowledged.shift();
  }

  /** Like `command`, by the supervisor: the first of the agents. */
  async supervise(
    what: string,
    send: (client: ReturnType<World['supervisorAs']>, commandId: string) => Promise<unknown>,
  ): Promise<string> {
    const id = randomUUID();
    const name = this.agents[0]!;
    const outcome = await this.attempt(() => send(this.world.supervisorAs(name), id));
    await this.world.settle();
    return `supervisor ${what}${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }

  /** Calls a procedure; an error outside the contract is a fault. */
  async attempt<T>(
    call: () => Promise<T>,
  ): Promise<{ answer: T; refused: null } | { answer: null; refused: string }> {
    try {
      return { answer: await call(), refused: null };
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      if (!(code in errorStatuses) || code === 'INTERNAL')
        this.faults.push(`errorsAreTyped: ${code} ${(error as Error).stack}`);
      return { answer: null, refused: code };
    }
  }

  /** 8. Repeats an acknowledged command, possibly on another hub. */
  async replay(): Promise<string | null> {
    const command = this.random.pick(this.acknowledged);
    if (!command) return null;
    await this.mirror.refresh();
    const before = this.mirror.changed;
    const outcome = await this.attempt(command.send);
    await this.world.settle();
    if (JSON.stringify(outcome.answer) !== JSON.stringify(command.answer))
      this.faults.push(
        `replayChangesNothing: ${command.what} answered ${JSON.stringify(command.answer)} and then ${outcome.refused ?? JSON.stringify(outcome.answer)}`,
      );
    await this.#expectNoChange(`replayed ${command.what}`, before);
    return `replayed: ${command.what}`;
  }

  /** 8. A hub dies and another one replaces it; nothing acknowledged is lost. */
  async killAndBoot(index: number): Promise<void> {
    await this.mirror.refresh();
    const before = this.mirror.changed;
    await this.world.kill(index);
    await this.reboot(index);
    // If another hub is running, it continues meanwhile.
    if (this.world.alive.length === 1) await this.#expectNoChange('a restart', before);
    await this.world.settle();
  }

  async #expectNoChange(what: string, before: number): Promise<void> {
    await this.mirror.refresh();
    const changes = this.mirror.changesAfter(before);
    // A hub that starts after the clock was set back compensates for it.
    if (changes.some(({ table, row }) => table === 'setting' && row.key === 'clock_steps')) return;
    const lines = changes.map(({ table, how, row }) => `${how} ${table} ${JSON.stringify(row)}`);
    if (lines.length > 0)
      this.faults.push(`nothingChanges: ${what} changed ${lines.slice(0, 6).join('\n      ')}`);
  }
}
