/** The stage of a simulation: the world, chance, and what the people on it remember between their steps. */
import { randomUUID } from 'node:crypto';
import { errorStatuses } from '#core/errors.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { putProfile } from '#hub/setup/write.ts';
import { World } from '../support/world.ts';
import { judgeOffers } from './offer-judge.ts';
import { difference, dump } from './picture.ts';
import type { Random } from './random.ts';

export type AgentClient = ReturnType<World['as']>;

/** A command that the hub has acknowledged: sent again it must answer the same and change nothing. */
interface Acknowledged {
  readonly what: string;
  readonly answer: unknown;
  readonly send: () => Promise<unknown>;
}

export interface StageOptions {
  readonly address: string;
  readonly agents: number;
}

const names = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jon'];
/** The first few have names, so that a log of steps reads well. */
const nameOf = (index: number) => names[index] ?? `agent-${String(index).padStart(3, '0')}`;

export class Stage {
  readonly world: World;
  readonly random: Random;
  readonly agents: readonly string[];
  /** Broken laws, of the present step. */
  readonly faults: string[] = [];
  /** Conversations that customers know of. */
  readonly conversations: string[] = [];
  readonly runs = new Map<string, number>();
  /** Offers that somebody had once, to be accepted too late. */
  readonly oldOffers: { readonly agent: string; readonly agentWorkId: string }[] = [];
  acknowledged: Acknowledged[] = [];

  private constructor(world: World, random: Random, agents: readonly string[]) {
    this.world = world;
    this.random = random;
    this.agents = agents;
  }

  static async open(options: StageOptions, random: Random): Promise<Stage> {
    const agents = Array.from({ length: options.agents }, (_, index) => nameOf(index));
    const world = await World.create({
      address: options.address,
      agents,
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
        await putProfile(db, {
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
    const stage = new Stage(world, random, agents);
    await stage.#listen();
    return stage;
  }

  /** Starts the hub again on what the last one left. */
  async reboot(): Promise<void> {
    await this.world.boot();
    await this.#listen();
  }

  /** Hears of every offer, and of everything that the hub itself calls an error. */
  async #listen(): Promise<void> {
    const { context } = this.world.hub.services;
    await judgeOffers(context, (fault) => this.faults.push(`atTheInstantOfAnOffer: ${fault}`));
    const killed = () => context.stopping;
    context.log.error = (facts: unknown, message?: string) => {
      if (killed()) return;
      const { err } = facts as { err?: Error };
      this.faults.push(`nothingFails: ${message} ${err?.stack ?? JSON.stringify(facts)}`);
      // A deadline that fails is tried again at once while time stands still: end the run instead of hanging it.
      if (message?.startsWith('deadline')) throw new Error('a deadline failed');
    };
  }

  linked(): string[] {
    return this.agents.filter((name) => this.world.isLinked(name));
  }

  unlinked(): string[] {
    return this.agents.filter((name) => !this.world.isLinked(name));
  }

  /** The snapshot of somebody who is linked and for whom `wanted` finds something. */
  async somebody<Found>(
    wanted: (snapshot: AgentSnapshot) => readonly Found[],
  ): Promise<{ name: string; found: Found } | null> {
    const all: { name: string; found: Found }[] = [];
    for (const name of this.linked())
      for (const found of wanted(await this.world.snapshot(name))) all.push({ name, found });
    return this.random.pick(all) ?? null;
  }

  /**
   * Sends a command as this agent and lets the hub finish. Refusals are fine as long as they are of the contract, and
   * change nothing.
   */
  async command(
    name: string,
    what: string,
    send: (client: AgentClient, commandId: string) => Promise<unknown>,
  ): Promise<string> {
    const id = randomUUID();
    const before = this.random.chance(0.2) ? await dump(this.world.store) : null;
    const outcome = await this.attempt(() => send(this.world.as(name), id));
    if (outcome.refused === null) {
      this.acknowledged.push({ what, answer: outcome.answer, send: () => send(this.world.as(name), id) });
      if (this.acknowledged.length > 50) this.acknowledged.shift();
    } else if (before !== null) {
      this.#expectSame(`a refused ${what} (${outcome.refused})`, before, await dump(this.world.store));
    }
    await this.world.settle();
    return `${name} ${what}${outcome.refused === null ? '' : ` → ${outcome.refused}`}`;
  }

  /** As `command`, by the supervisor: the first of the agents. */
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

  /** Calls something of a contract; an error that is not of the contract is a fault. */
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

  /** 8. Sends a command that was acknowledged once more. */
  async replay(): Promise<string | null> {
    const command = this.random.pick(this.acknowledged);
    if (!command) return null;
    const before = await dump(this.world.store);
    const outcome = await this.attempt(command.send);
    await this.world.settle();
    if (JSON.stringify(outcome.answer) !== JSON.stringify(command.answer))
      this.faults.push(
        `replayChangesNothing: ${command.what} answered ${JSON.stringify(command.answer)} and then ${outcome.refused ?? JSON.stringify(outcome.answer)}`,
      );
    this.#expectSame(`replayed ${command.what}`, before, await dump(this.world.store));
    return `replayed: ${command.what}`;
  }

  /** 8. The hub dies and another one takes its place; nothing that was acknowledged is gone. */
  async killAndBoot(): Promise<string> {
    const before = await dump(this.world.store);
    await this.world.kill();
    await this.reboot();
    this.#expectSame('a restart', before, await dump(this.world.store));
    await this.world.settle();
    return 'hub killed and started';
  }

  #expectSame(what: string, before: string, after: string): void {
    if (before === after) return;
    this.faults.push(
      `nothingChanges: ${what} changed ${difference(before, after).slice(0, 6).join('\n      ')}`,
    );
  }
}
