/** Applies an import: planned against the state at that moment, written with its audit rows in one transaction. */
import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { toJson } from '../../store/json.ts';
import type { Db, Store } from '../../store/store.ts';
import { Directory, readDirectory } from '../../directory/directory.ts';
import { defaultConfiguration, ensureSystemRecords, systemStatuses } from '../../setup/system-records.ts';
import { putRecord } from '../../setup/write.ts';
import { importedNouns, type RecordChange } from './draft.ts';
import type { ImportPlan, PlanOptions } from './planning.ts';
import type { ImportReport, Move } from './report.ts';

/** Records written between two yields: SQLite is synchronous, and the hub serves agents meanwhile. */
const RECORDS_PER_BATCH = 20;

/** A source snapshot that is not compared with a directory yet. */
export type Planner = (directory: Directory, options: PlanOptions) => ImportPlan;

export interface ImportOptions {
  /** Users and profiles that may be moved from another presence configuration; none when not given. */
  readonly confirmMove?: (move: Omit<Move, 'confirmed'>) => boolean;
}

export interface ApplyOptions extends ImportOptions {
  /** The importing user, for the audit log; `id` is null for the command line. */
  readonly actor: { readonly id: string | null; readonly name: string };
  /** Milliseconds UTC. */
  readonly now: number;
}

const planOptions = ({ confirmMove = () => false }: ImportOptions): PlanOptions => ({
  newId: randomUUID,
  confirmMove,
});

/** The effect of an import. Writes nothing. */
export async function planImport(
  store: Store,
  planner: Planner,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const directory = await store.read(readDirectory);
  return planner(withSystemRecords(directory), planOptions(options)).report;
}

/** Applies it, all or nothing; for the command line, beside a hub that notices the change within seconds. */
export const applyImport = (store: Store, planner: Planner, options: ApplyOptions): Promise<ImportReport> =>
  store.write((db) => applyImportIn(db, planner, options));

/** Applies it in the caller's transaction: the hub's own, which updates its agents as soon as Setup has changed. */
export async function applyImportIn(db: Db, planner: Planner, options: ApplyOptions): Promise<ImportReport> {
  await ensureSystemRecords(db, 'en');
  const { report, changes } = planner(await readDirectory(db), planOptions(options));
  await writeChanges(db, changes, options);
  return { ...report, applied: true };
}

/** Writes changes planned against the current state, with their audit rows. */
export async function writeChanges(
  db: Db,
  changes: readonly RecordChange[],
  by: Pick<ApplyOptions, 'actor' | 'now'>,
  progress: (written: number) => void = () => undefined,
): Promise<void> {
  for (let written = 0; written < changes.length; written += RECORDS_PER_BATCH) {
    progress(written);
    await breath();
    const some = changes.slice(written, written + RECORDS_PER_BATCH);
    for (const change of some) await write(db, change);
    await db
      .insertInto('audit')
      .values(some.map((change) => auditRow(change, by)))
      .execute();
  }
}

async function write(db: Db, { table, before, after }: RecordChange): Promise<void> {
  await putRecord(db, importedNouns[table], after);
  if (table === 'user' && before !== null && 'active' in after && !after.active)
    await db.deleteFrom('token').where('user_id', '=', after.id).execute();
}

function auditRow(
  { table, before, after }: RecordChange,
  { actor, now }: Pick<ApplyOptions, 'actor' | 'now'>,
) {
  return {
    id: randomUUID(),
    at: now,
    actor_id: actor.id,
    actor: actor.name,
    action: before === null ? 'import.create' : 'import.update',
    entity: importedNouns[table],
    entity_id: after.id,
    before_json: before === null ? null : toJson(before),
    after_json: toJson(after),
  };
}

/** A database that no hub has opened yet is treated as if one had. */
function withSystemRecords(directory: Directory): Directory {
  if (directory.statuses.size > 0) return directory;
  return new Directory({
    ...directory.parts,
    statuses: systemStatuses('en'),
    configurations: [defaultConfiguration('en')],
  });
}
