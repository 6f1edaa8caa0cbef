/**
 * Pushes snapshots to watching devices. Bus messages are hints to check; the version in the database decides whether
 * there is a new snapshot; a slow poll finds what other hubs' notifications missed.
 */
import type { AgentSnapshot } from '#core/snapshot.ts';
import type { HubContext } from '../unit/context.ts';
import { readSnapshot } from './snapshot.ts';

type Listener = (snapshot: AgentSnapshot) => void;

interface Watched {
  readonly listeners: Set<Listener>;
  pushed: number;
  reading: boolean;
  again: boolean;
}

export class SnapshotWatchers {
  readonly #context: HubContext;
  readonly #agents = new Map<string, Watched>();
  readonly #unsubscribe: () => void;

  constructor(context: HubContext) {
    this.#context = context;
    this.#unsubscribe = context.bus.subscribe((news) => {
      if (news.setup) for (const id of this.#agents.keys()) this.#refresh(id, false);
      for (const id of news.agents) this.#refresh(id, false);
    });
  }

  get watchedAgents(): readonly string[] {
    return [...this.#agents.keys()];
  }

  /** The listener gets the current snapshot at once, then every later one. Returns an unsubscribe function. */
  watch(agentId: string, listener: Listener): () => void {
    const watched = this.#agents.get(agentId) ?? {
      listeners: new Set(),
      pushed: -1,
      reading: false,
      again: false,
    };
    this.#agents.set(agentId, watched);
    watched.listeners.add(listener);
    this.#refresh(agentId, true);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0) this.#agents.delete(agentId);
    };
  }

  /** Compares versions with the database, for changes made by another hub. */
  async poll(): Promise<void> {
    const ids = this.watchedAgents;
    if (ids.length === 0) return;
    const rows = await this.#context.store.reader
      .selectFrom('agent_state')
      .select(['agent_id', 'version'])
      .where('agent_id', 'in', ids)
      .execute();
    for (const row of rows)
      if ((this.#agents.get(row.agent_id)?.pushed ?? row.version) < row.version)
        this.#refresh(row.agent_id, false);
  }

  stop(): void {
    this.#unsubscribe();
    this.#agents.clear();
  }

  /** Reads once for all concurrent callers. `force` also pushes an unchanged version (for a new watcher). */
  #refresh(agentId: string, force: boolean): void {
    const watched = this.#agents.get(agentId);
    if (!watched) return;
    if (watched.reading) {
      watched.again = true;
      if (force) watched.pushed = -1;
      return;
    }
    watched.reading = true;
    if (force) watched.pushed = -1;
    readSnapshot(this.#context, agentId)
      .then((snapshot) => {
        if (snapshot && snapshot.version > watched.pushed) {
          watched.pushed = snapshot.version;
          for (const listener of [...watched.listeners]) listener(snapshot);
        }
      })
      .catch((error: unknown) =>
        this.#context.log.error({ err: error, agentId }, 'snapshot could not be read'),
      )
      .finally(() => {
        watched.reading = false;
        if (watched.again) {
          watched.again = false;
          this.#refresh(agentId, false);
        }
      });
  }
}
