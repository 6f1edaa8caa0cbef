/**
 * Keeps the hub's time steady when the reference clock is set: shifts every stored time in one transaction, so that an
 * offer rings for its full time and no wrap-up ends early. Of several hubs the first to notice does it; `clock_steps`,
 * the sum of all steps so far, tells the others that it is done.
 */
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { CLOCK_STEP_THRESHOLD_MS, type HubClock } from '../base/clock.ts';
import type { HubContext } from './context.ts';
import { readNumber, toJson } from '../store/json.ts';
import type { Database } from '../store/schema.ts';
import type { Db } from '../store/store.ts';

const unfinished = `state not in ('closed', 'cancelled')`;
const live = `state in ('offered', 'opened', 'wrap-up')`;

/** Every time that is still used in a calculation. What has ended keeps its times. */
const moments: readonly (readonly [table: keyof Database, columns: readonly string[], where?: string])[] = [
  ['deadline', ['due_at']],
  ['agent_state', ['since', 'until', 'link_since', 'last_assigned_at', 'activity_since']],
  ['device', ['connected_at', 'last_beat_at']],
  ['hub', ['started_at', 'beat_at']],
  ['presence_period', ['started_at', 'load_from'], 'ended_at is null'],
  [
    'agent_work',
    ['offered_at', 'deadline', 'accepted_at', 'ended_at', 'wrap_up_started_at', 'wrap_up_deadline'],
    live,
  ],
  ['work_item', ['original_at', 'opened_at', 'ended_at'], unfinished],
  ['transfer', ['created_at'], `state in ('pending', 'offered')`],
  ['exclusion', ['at']],
  ['notice', ['at']],
  ['conversation', ['waiting_for_agent_since', 'customer_seen_at', 'token_used_at']],
  ['token', ['expires_at']],
  ['command', ['at']],
  ['webhook_delivery', ['due_at'], `state = 'waiting'`],
];

/**
 * True while the stored times match a hub with this sum of steps. False = the clock was set and another hub has already
 * shifted them, which this hub has not noticed yet.
 */
export const countsBy = (clockSteps: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select 1 from setting where key = 'clock_steps' and value_json = ${toJson(clockSteps)})`;

/** Shifts every time by `step` milliseconds. */
async function moveMoments(db: Db, step: number): Promise<void> {
  for (const [table, columns, where] of moments) {
    const changes = sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(column)} + ${step}`));
    await sql`update ${sql.table(table)} set ${changes} ${sql.raw(where ? `where ${where}` : '')}`.execute(
      db,
    );
  }
}

export class ClockKeeper {
  readonly #context: HubContext;
  readonly #clock: HubClock;
  readonly #reference: () => Promise<number>;

  /** `reference` reads the reference clock, in milliseconds UTC. */
  constructor(context: HubContext, clock: HubClock, reference: () => Promise<number>) {
    this.#context = context;
    this.#clock = clock;
    this.#reference = reference;
  }

  /** Adopts the reference clock's time, whatever this machine's clock says. */
  async start(): Promise<void> {
    const { reader } = this.#context.store;
    this.#context.clockSteps = (await readSetting(reader, 'clock_steps')) ?? 0;
    this.#clock.follow(await this.#reference());
    // The clock was set back while no hub was alive: the last hub heartbeat is now in the future.
    const ahead = (aliveAt: number | null) => (aliveAt ?? 0) - this.#clock.now();
    if (ahead(await readSetting(reader, 'hub_alive_at')) >= CLOCK_STEP_THRESHOLD_MS)
      await this.#move((_, aliveAt) => -ahead(aliveAt));
  }

  /** Checks the reference clock and shifts all times if it was set. Returns the step, 0 = it was not set. */
  async keep(): Promise<number> {
    const { store } = this.#context;
    // Read before the clock: a hub that sees another hub's step also sees its cause.
    const steps = store.kind === 'postgres' ? await readSetting(store.reader, 'clock_steps') : null;
    const wall = await this.#reference();
    if (this.#clock.stepTo(wall) === 0) {
      this.#clock.follow(wall);
      this.#context.clockSteps = steps ?? this.#context.clockSteps;
      return 0;
    }
    let takeBack: (() => void) | null = null;
    try {
      return await this.#move((alreadyMoved) => {
        const step = this.#clock.stepTo(wall) - alreadyMoved;
        // The hub's time changes in the transaction that shifts the stored times.
        takeBack = this.#clock.follow(wall);
        return step;
      });
    } catch (error) {
      (takeBack as (() => void) | null)?.();
      throw error;
    }
  }

  /**
   * Calls `by` with the sum of the steps locked; its arguments are the steps made by other hubs since the last check,
   * and when a hub was last alive. A result below the threshold shifts nothing.
   */
  async #move(by: (alreadyMoved: number, aliveAt: number | null) => number): Promise<number> {
    const context = this.#context;
    let total = context.clockSteps;
    let step: number | null = null;
    await context.unit(async (unit) => {
      const before = (await readSetting(unit.db, 'clock_steps', context.store.kind === 'postgres')) ?? 0;
      const aliveAt = await readSetting(unit.db, 'hub_alive_at');
      step ??= by(before - context.clockSteps, aliveAt);
      if (Math.abs(step) < CLOCK_STEP_THRESHOLD_MS) step = 0;
      total = before + step;
      if (step === 0) return;
      await moveMoments(unit.db, step);
      const write = (key: string, value: number) =>
        unit.db
          .updateTable('setting')
          .set({ value_json: toJson(value) })
          .where('key', '=', key)
          .execute();
      await write('clock_steps', total);
      if (aliveAt !== null) await write('hub_alive_at', aliveAt + step);
      // Every snapshot contains times: all of them get a new version.
      unit.setupChanged = true;
    });
    context.clockSteps = total;
    if (step) context.log.warn({ step, total }, 'the clock was set; everything that waits was moved along');
    return step ?? 0;
  }
}

async function readSetting(db: Db, key: string, locked = false): Promise<number | null> {
  const row = await db
    .selectFrom('setting')
    .select('value_json')
    .where('key', '=', key)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ? readNumber(row.value_json) : null;
}

/** PostgreSQL's current time: the same for all hubs that share the database. */
export async function databaseTime(context: Pick<HubContext, 'store'>): Promise<number> {
  const asked = performance.now();
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(context.store.reader);
  return Number(rows[0]!.now) + Math.round((performance.now() - asked) / 2);
}
