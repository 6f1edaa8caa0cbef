/**
 * One unit of work: a transaction, the rows it locks, and what to publish after the commit. Locks are taken in one
 * order everywhere (agents by id, then the item), so that hubs on one PostgreSQL do not deadlock.
 */
import { type Selectable, sql, type Transaction } from 'kysely';
import { AppError } from '#core/errors.ts';
import { toJson } from '../store/json.ts';
import { mayUnblockRouting } from './may-unblock-routing.ts';
import type { Directory } from '../directory/directory.ts';
import type { AgentStateTable, Database, StoreKind, WorkItemTable } from '../store/schema.ts';

export type AgentRow = Selectable<AgentStateTable>;
export type WorkItemRow = Selectable<WorkItemTable>;

/** Kinds of the deadline table. The subject is an agent work, an agent, or an item. */
export type DeadlineKind =
  | 'offer'
  | 'wrap-up'
  | 'wrap-up-hold'
  | 'grace'
  | 'rescue'
  | 'status-end'
  | 'exclusion'
  | 'absence'
  | 'customer-gone'
  | 'notices'
  | 'practice';

/** One entry in an item's history. */
export interface WorkEvent {
  readonly workItemId: string;
  readonly what: string;
  readonly agentWorkId?: string;
  readonly agentId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export class Unit {
  readonly db: Transaction<Database>;
  readonly now: number;
  readonly directory: Directory;
  readonly #kind: StoreKind;
  readonly #agents = new Map<string, AgentRow>();
  /** Their values when they were locked. */
  readonly #before = new Map<string, AgentRow>();
  readonly #changed = new Set<string>();
  readonly conversations = new Set<string>();
  readonly queues = new Set<string>();
  /** Agents and queues for the router to check after the commit. */
  readonly routeAgents = new Set<string>();
  readonly routeQueues = new Set<string>();
  /** Agents whose work ended here: a next status may be due. */
  readonly freed = new Set<string>();
  /** Items with events and agents with changed presence in this unit: published to integrators. */
  readonly workEvents: WorkEvent[] = [];
  readonly presenceChanged = new Set<AgentRow>();
  /**
   * Users and conversations of which a sign-in or a token ended here: sockets and streams under it end with the commit.
   */
  readonly accessEnded = new Set<string>();
  /** The earliest deadline set here. */
  earliestDeadline = Number.POSITIVE_INFINITY;
  /** Setup changed: snapshots are renewed, and routing checks all agents. */
  setupChanged = false;
  /** Webhook subscriptions changed; agents see nothing of it. */
  webhooksChanged = false;

  constructor(db: Transaction<Database>, now: number, directory: Directory, kind: StoreKind) {
    this.db = db;
    this.now = now;
    this.directory = directory;
    this.#kind = kind;
  }

  get changedAgents(): readonly string[] {
    return [...this.#changed];
  }

  /** The agent's row, locked until the end. Modify it and call `changed`. */
  async agent(id: string): Promise<AgentRow> {
    const known = this.#agents.get(id);
    if (known) return known;
    const row = await this.db
      .selectFrom('agent_state')
      .selectAll()
      .where('agent_id', '=', id)
      .$if(this.#kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (row) {
      this.#agents.set(id, row);
      this.#before.set(id, { ...row });
      return row;
    }
    return this.#newAgent(id);
  }

  /** Locks several agents in the common order. */
  async lockAgents(ids: readonly (string | null | undefined)[]): Promise<void> {
    for (const id of [...new Set(ids)].filter((one) => one !== null && one !== undefined).sort())
      await this.agent(id);
  }

  changed(agent: AgentRow): void {
    this.#changed.add(agent.agent_id);
  }

  /** The item's row, locked until the end. */
  async item(id: string): Promise<WorkItemRow> {
    const row = await this.db
      .selectFrom('work_item')
      .selectAll()
      .where('id', '=', id)
      .$if(this.#kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (!row) throw new AppError('NOT_FOUND', { what: 'work item' });
    return row;
  }

  /** Sets, moves or (with null) removes a deadline. */
  async deadline(kind: DeadlineKind, subjectId: string, dueAt: number | null): Promise<void> {
    if (dueAt === null) {
      await this.db
        .deleteFrom('deadline')
        .where('kind', '=', kind)
        .where('subject_id', '=', subjectId)
        .execute();
      return;
    }
    await this.db
      .insertInto('deadline')
      .values({ kind, subject_id: subjectId, due_at: dueAt })
      .onConflict((conflict) => conflict.columns(['kind', 'subject_id']).doUpdateSet({ due_at: dueAt }))
      .execute();
    this.earliestDeadline = Math.min(this.earliestDeadline, dueAt);
  }

  /** Sets a deadline unless one of this kind exists. */
  async firstDeadline(kind: DeadlineKind, subjectId: string, dueAt: number): Promise<void> {
    await this.db
      .insertInto('deadline')
      .values({ kind, subject_id: subjectId, due_at: dueAt })
      .onConflict((conflict) => conflict.columns(['kind', 'subject_id']).doNothing())
      .execute();
    this.earliestDeadline = Math.min(this.earliestDeadline, dueAt);
  }

  /** Adds one entry to the item's history. */
  async event(
    workItemId: string,
    what: string,
    facts: { agentWorkId?: string; agentId?: string; detail?: Readonly<Record<string, unknown>> } = {},
  ): Promise<void> {
    this.workEvents.push({ workItemId, what, ...facts });
    await this.db
      .insertInto('work_event')
      .values({
        work_item_id: workItemId,
        agent_work_id: facts.agentWorkId ?? null,
        agent_id: facts.agentId ?? null,
        at: this.now,
        what,
        detail_json: toJson(facts.detail ?? {}),
      })
      .execute();
  }

  /** Writes the changed agents, each with its next version. Called once, at the end. */
  async flush(): Promise<void> {
    // The parts of Setup that agents see (menu, capacity, reasons) are part of their snapshots.
    if (this.setupChanged)
      await this.db
        .updateTable('agent_state')
        .set({ version: sql<number>`version + 1` })
        .execute();
    for (const id of [...this.#changed].sort()) {
      const row = this.#agents.get(id)!;
      const before = this.#before.get(id);
      if (!before || mayUnblockRouting(before, row)) this.routeAgents.add(id);
      row.version += this.setupChanged ? 2 : 1;
      const { agent_id, ...columns } = row;
      await this.db.updateTable('agent_state').set(columns).where('agent_id', '=', agent_id).execute();
    }
  }

  async #newAgent(id: string): Promise<AgentRow> {
    if (!this.directory.users.has(id)) throw new AppError('NOT_FOUND', { what: 'agent' });
    const offline = this.directory.systemStatus('offline');
    const row: AgentRow = {
      agent_id: id,
      version: 0,
      signed_in: 0,
      presence_session: '',
      status_id: offline.id,
      base: 'offline',
      effective_base: 'offline',
      held_by_hand: 0,
      since: this.now,
      set_by: 'system',
      set_by_name: null,
      reason: 'sign-out',
      detail_json: '{}',
      previous_status_id: null,
      until: null,
      until_status_id: null,
      next_status_id: null,
      link: 'lost',
      link_since: this.now,
      ringing_device_id: null,
      used_primary: 0,
      used_interruptible: 0,
      open_items: 0,
      live_offers: 0,
      last_assigned_at: null,
      misses_in_a_row: 0,
      activity: 'active',
      activity_since: this.now,
      practice: 0,
    };
    await this.db
      .insertInto('agent_state')
      .values(row)
      .onConflict((conflict) => conflict.column('agent_id').doNothing())
      .execute();
    this.#agents.set(id, row);
    return row;
  }
}
