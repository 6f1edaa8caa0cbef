/** The rows that the invariants check, kept in memory and updated from the change log. */
import type { Selectable } from 'kysely';
import { isLive } from '#core/work/agent-work-rules.ts';
import { isTerminalItem } from '#core/work/work-item-rules.ts';
import type {
  AgentStateTable,
  AgentWorkTable,
  DeadlineTable,
  DeviceTable,
  ExclusionTable,
  NoticeTable,
  PresencePeriodTable,
  SettingTable,
  TransferTable,
  WorkItemTable,
} from '#hub/store/schema.ts';
import type { Store } from '#hub/store/store.ts';
import { type Change, ChangeLog } from './change-log.ts';
import { signsOfLife } from '../support/dump.ts';

interface Rows {
  agent_state: Selectable<AgentStateTable>;
  agent_work: Selectable<AgentWorkTable>;
  work_item: Selectable<WorkItemTable>;
  transfer: Selectable<TransferTable>;
  deadline: Selectable<DeadlineTable>;
  presence_period: Selectable<PresencePeriodTable>;
  exclusion: Selectable<ExclusionTable>;
  notice: Selectable<NoticeTable>;
  device: Selectable<DeviceTable>;
  setting: Selectable<SettingTable>;
}
export type MirroredTable = keyof Rows;

type Keys = { readonly [Table in MirroredTable]: (row: Rows[Table]) => string };
const keys: Keys = {
  agent_state: (row) => row.agent_id,
  agent_work: (row) => row.id,
  work_item: (row) => row.id,
  transfer: (row) => row.id,
  deadline: (row) => `${row.kind} ${row.subject_id}`,
  presence_period: (row) => row.id,
  exclusion: (row) => `${row.item_id} ${row.agent_id}`,
  notice: (row) => row.id,
  device: (row) => `${row.agent_id} ${row.id}`,
  setting: (row) => row.key,
};

/** Rows kept in memory: live ones. Ended rows are checked when they end, and when everything is read. */
const kept: { readonly [Table in MirroredTable]?: (row: Rows[Table]) => boolean } = {
  agent_work: (row) => isLive(row.state),
  work_item: (row) => !isTerminalItem(row.state),
  transfer: (row) => row.state === 'pending' || row.state === 'offered',
  presence_period: (row) => row.ended_at === null,
  setting: (row) => row.key === 'clock_steps',
};

const mirroredTables = Object.keys(keys) as MirroredTable[];

export class Mirror {
  readonly #log: ChangeLog;
  readonly #store: () => Store;
  readonly #writes: () => number;
  /** The write count before the log was last read; null = not read yet. */
  #readAt: number | null = null;
  readonly #rows = Object.fromEntries(mirroredTables.map((table) => [table, new Map()])) as {
    [Table in MirroredTable]: Map<string, Rows[Table]>;
  };
  /** Since the last `takeChanges`. */
  #changes: Change[] = [];
  #refreshing: Promise<void> = Promise.resolve();

  private constructor(store: () => Store, writes: () => number) {
    this.#store = store;
    this.#writes = writes;
    this.#log = new ChangeLog(store);
  }

  /** Reads everything once; the change log is already installed. `writes` = changes with every write, see `World`. */
  static async open(store: () => Store, writes: () => number): Promise<Mirror> {
    const mirror = new Mirror(store, writes);
    await mirror.#log.take();
    for (const table of mirroredTables)
      for (const row of await mirror.readAll(table)) mirror.#put(table, row as never);
    return mirror;
  }

  table<Table extends MirroredTable>(table: Table): readonly Rows[Table][] {
    return [...this.#rows[table].values()];
  }

  row<Table extends MirroredTable>(table: Table, key: string): Rows[Table] | undefined {
    return this.#rows[table].get(key);
  }

  /** Updates the rows to what is committed now. Overlapping calls wait for each other. */
  refresh(): Promise<void> {
    const next = this.#refreshing.then(async () => {
      const writes = this.#writes();
      if (writes === this.#readAt) return;
      this.#readAt = writes;
      for (const change of await this.#log.take()) {
        this.#changes.push(change);
        if (!(change.table in keys)) continue;
        const table = change.table as MirroredTable;
        if (change.how === 'delete') this.#rows[table].delete(keys[table](change.row as never));
        else this.#put(table, change.row as never);
      }
    });
    this.#refreshing = next.catch(() => undefined);
    return next;
  }

  /** The changes since the last call, in any table. */
  takeChanges(): readonly Change[] {
    return this.#changes.splice(0);
  }

  get changed(): number {
    return this.#changes.length;
  }

  /** The changes after the first `count`. */
  changesAfter(count: number): readonly Change[] {
    return this.#changes.slice(count);
  }

  /** All rows of a table from the database itself. */
  async readAll<Table extends MirroredTable>(table: Table): Promise<Rows[Table][]> {
    const rows = await this.#store()
      .reader.selectFrom(table as 'notice')
      .selectAll()
      .execute();
    return rows as never;
  }

  /** Differences between memory and database; empty = none. */
  async differences(): Promise<string[]> {
    await this.refresh();
    const faults: string[] = [];
    for (const table of mirroredTables) {
      const held = new Map(this.#rows[table] as Map<string, object>);
      for (const row of await this.readAll(table)) {
        if (!this.#isKept(table, row)) continue;
        const key = keys[table](row as never);
        if (same(table, held.get(key)) !== same(table, row))
          faults.push(`${table} ${key} is not in the mirror as it is`);
        held.delete(key);
      }
      faults.push(...[...held.keys()].map((key) => `${table} ${key} is only in the mirror`));
    }
    return faults;
  }

  trim(): Promise<void> {
    return this.#log.trim();
  }

  #isKept<Table extends MirroredTable>(table: Table, row: Rows[Table]): boolean {
    return (kept[table] as ((one: Rows[Table]) => boolean) | undefined)?.(row) ?? true;
  }

  #put<Table extends MirroredTable>(table: Table, row: Rows[Table]): void {
    const rows = this.#rows[table] as Map<string, Rows[Table]>;
    if (this.#isKept(table, row)) rows.set(keys[table](row), row);
    else rows.delete(keys[table](row));
  }
}

/** Heartbeats are not in the log. */
const same = (table: MirroredTable, row: object | undefined): string =>
  JSON.stringify(row, (key, value: unknown) => (signsOfLife[table]?.includes(key) ? 0 : value));
