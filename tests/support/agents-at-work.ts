/** Simulated agents on real sockets who accept work, handle it and take breaks, and a stream of customers. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentSnapshot, Offer } from '#core/snapshot.ts';
import { AgentApp, customerPage } from './hub-process.ts';

/** How they behave; times in milliseconds. */
export interface Manner {
  /** Whether this offer is accepted, and after how long; `null` = it stays until the hub withdraws it. */
  readonly takes: (offer: Offer) => number | null;
  readonly talks: () => number;
  /** `null` = the hub ends the wrap-up. */
  readonly wrapsUp: (() => number) | null;
  /** After this many items the agent is Away for a moment; `null` = never. */
  readonly pauses: { readonly after: number; readonly statusId: string; readonly for: number } | null;
}

/** One agent who answers every snapshot as an agent would. */
export class AgentAtWork {
  readonly app: AgentApp;
  readonly #manner: Manner;
  readonly #seen = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #done = 0;

  /** Links the agent, who works from the first snapshot on. `onSnapshot` receives each one first. */
  static async link(
    url: string,
    name: string,
    token: string,
    manner: Manner,
    onSnapshot: (snapshot: AgentSnapshot) => void = () => undefined,
  ): Promise<AgentAtWork> {
    let agent: AgentAtWork | null = null;
    const app = await AgentApp.start(url, name, token, (snapshot) => {
      onSnapshot(snapshot);
      if (agent) agent.#answer(snapshot);
    });
    agent = new AgentAtWork(app, manner);
    agent.#answer(app.snapshot!);
    return agent;
  }

  private constructor(app: AgentApp, manner: Manner) {
    this.app = app;
    this.#manner = manner;
  }

  /** Stops all activity and closes the socket. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.app.stop();
  }

  /** Selects a status after `wait` milliseconds. */
  choose(statusId: string, wait = 0): void {
    const { presence } = this.app.hub;
    this.#after(wait, () => presence.setStatus({ commandId: randomUUID(), statusId }));
  }

  #answer({ offers, presence }: AgentSnapshot): void {
    if (presence.reason === 'push-time-out') this.choose('Available');
    for (const offer of offers) {
      if (this.#seen.has(offer.agentWorkId)) continue;
      this.#seen.add(offer.agentWorkId);
      const wait = this.#manner.takes(offer);
      if (wait !== null) this.#after(wait, () => this.#carryOut(offer.agentWorkId));
    }
  }

  async #carryOut(agentWorkId: string): Promise<void> {
    const { talks, wrapsUp, pauses } = this.#manner;
    const { work } = this.app.hub;
    await work.accept({ commandId: randomUUID(), agentWorkId });
    this.#after(talks(), async () => {
      await work.end({ commandId: randomUUID(), agentWorkId });
      if (!wrapsUp) return;
      this.#after(wrapsUp(), async () => {
        this.#done += 1;
        const away = pauses !== null && this.#done % pauses.after === 0;
        // Away before the wrap-up ends: once free, the agent would get the next offer at once.
        if (away)
          await this.app.hub.presence.setStatus({ commandId: randomUUID(), statusId: pauses.statusId });
        await work.finishWrapUp({ commandId: randomUUID(), agentWorkId });
        if (away) this.choose('Available', pauses.for);
      });
    });
  }

  /** A refusal is expected here: another agent was quicker, or the offer had timed out. */
  #after(wait: number, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void act().catch(() => undefined);
    }, wait);
    this.#timers.add(timer);
  }
}

/** Customers start chats, each from its own address, until the returned function is called. */
export function letChatsCome(url: string, perSecond: number): () => Promise<void> {
  let coming = true;
  const start = Date.now();
  const done = (async () => {
    for (let chat = 0; coming; chat++) {
      await sleep(Math.max(0, start + (chat * 1000) / perSecond - Date.now()));
      void customerPage(url)
        .start({ startId: randomUUID(), name: `Customer ${chat}` })
        .catch(() => undefined);
    }
  })();
  return () => {
    coming = false;
    return done;
  };
}
