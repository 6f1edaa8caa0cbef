/** What the invariants look at: the database as of one instant, and what was seen before. */
import type { Selectable } from 'kysely';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { liveAgentWorkStates } from '#core/vocabulary.ts';
import { readTransfers, readWaiting, type Wanting } from '#hub/router/candidates.ts';
import type { Directory } from '#hub/setup/directory.ts';
import { readSnapshot } from '#hub/presence/snapshot.ts';
import type {
  AgentStateTable,
  AgentWorkTable,
  DeadlineTable,
  PresencePeriodTable,
  TransferTable,
  WorkItemTable,
} from '#hub/store/schema.ts';
import type { Store } from '#hub/store/store.ts';
import type { World } from '../support/world.ts';

export interface Picture {
  readonly now: number;
  /** Every row is in it; otherwise what has ended is left out. */
  readonly whole: boolean;
  readonly directory: Directory;
  readonly agents: readonly Selectable<AgentStateTable>[];
  readonly works: readonly Selectable<AgentWorkTable>[];
  readonly items: readonly Selectable<WorkItemTable>[];
  readonly transfers: readonly Selectable<TransferTable>[];
  readonly deadlines: readonly Selectable<DeadlineTable>[];
  readonly openPeriods: readonly Selectable<PresencePeriodTable>[];
  /** What waits for somebody, in the router's own words. */
  readonly waiting: readonly Wanting[];
  readonly snapshots: ReadonlyMap<string, AgentSnapshot>;
  readonly repairs: number;
}

/** What earlier pictures showed, to compare the next one with. */
export class Memory {
  /** Terminal rows as they were when they became terminal. */
  readonly terminal = new Map<string, string>();
  readonly originalAt = new Map<string, number>();
  /** Per agent: the highest version, and its content. */
  readonly snapshots = new Map<string, { readonly version: number; readonly content: string }>();
  /** Since when somebody could have taken an item that waits. */
  readonly idleSince = new Map<string, number>();
}

/** `whole` = with everything that has ended, which grows with every step. */
export async function takePicture(world: World, whole: boolean): Promise<Picture> {
  const { context } = world.hub.services;
  const { directory } = context;
  const rows = await world.store.read(async (db) => ({
    agents: await db.selectFrom('agent_state').selectAll().orderBy('agent_id').execute(),
    works: await db
      .selectFrom('agent_work')
      .selectAll()
      .$if(!whole, (query) => query.where('state', 'in', liveAgentWorkStates))
      .orderBy('offered_at')
      .orderBy('id')
      .execute(),
    items: await db
      .selectFrom('work_item')
      .selectAll()
      .$if(!whole, (query) =>
        query.where((where) =>
          where.or([
            where('state', 'not in', ['closed', 'cancelled']),
            where(
              'id',
              'in',
              where.selectFrom('agent_work').select('work_item_id').where('state', 'in', liveAgentWorkStates),
            ),
          ]),
        ),
      )
      .orderBy('id')
      .execute(),
    transfers: await db
      .selectFrom('transfer')
      .selectAll()
      .where('state', 'in', ['pending', 'offered'])
      .orderBy('id')
      .execute(),
    deadlines: await db.selectFrom('deadline').selectAll().execute(),
    openPeriods: await db.selectFrom('presence_period').selectAll().where('ended_at', 'is', null).execute(),
    waiting: [
      ...(await readTransfers(db, directory)),
      ...(await readWaiting(db, directory, { queueIds: null, agentIds: [], offset: 0, limit: 10_000 })),
    ],
  }));
  const snapshots = new Map<string, AgentSnapshot>();
  for (const { agent_id } of rows.agents) {
    const snapshot = await readSnapshot(context, agent_id);
    if (snapshot) snapshots.set(agent_id, snapshot);
  }
  return { now: world.clock.now(), whole, directory, ...rows, snapshots, repairs: await world.repairs() };
}

/** Every row of every table as text, but for what a hub writes about itself. */
export async function dump(store: Store): Promise<string> {
  const tables = await store.reader.introspection.getTables();
  const lines: string[] = [];
  await store.read(async (db) => {
    for (const name of tables.map((table) => table.name).sort()) {
      const rows = await db
        .selectFrom(name as 'setting')
        .selectAll()
        .execute();
      const texts = rows.flatMap((row) => {
        if (name === 'setting' && row.key === 'hub_alive_at') return [];
        return JSON.stringify(name === 'device' ? { ...row, last_beat_at: 0 } : row);
      });
      lines.push(...texts.sort().map((text) => `${name} ${text}`));
    }
  });
  return lines.join('\n');
}

/** The lines that only one of two dumps has. */
export function difference(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  const fresh = new Set(after.split('\n'));
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `− ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
