/** Work changes state only as core's tables allow, and history of earlier versions keeps its meaning. */
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { moveAgentWork, moveItem } from '#hub/ledger/transitions.ts';
import { migrations } from '#hub/store/migrations.ts';
import type { Database } from '#hub/store/schema.ts';
import { openUnlimited } from '#hub/store/postgres-pools.ts';
import { openSqliteWriter } from '#hub/store/sqlite.ts';
import { openStore } from '#hub/store/store.ts';
import { onBothStores } from '../support/on-both.ts';
import { emptyDatabase, storeKinds } from '../support/stores.ts';

onBothStores('transitions', (make) => {
  it('refuse an event that the table does not allow, and change nothing', async () => {
    const world = await make({ agents: ['ann'] });
    await world.link('ann');
    const id = await world.chat();
    const { agentWorkId } = (await world.snapshot('ann')).offers[0]!;
    const { context } = world.hub.services;
    const rows = () => world.store.reader.selectFrom('agent_work').selectAll().execute();
    const [work] = await rows();
    await expect(
      context.unit(async (unit) =>
        moveAgentWork(unit, await unit.agent('ann'), { ...work! }, 'finish-wrap-up'),
      ),
    ).rejects.toThrow(`agent work ${agentWorkId} is offered: finish-wrap-up is not allowed`);
    await expect(context.unit(async (unit) => moveItem(unit, await unit.item(id), 'resume'))).rejects.toThrow(
      `work item ${id} is offered: resume is not allowed`,
    );
    expect(await rows()).toEqual([work]);
    expect((await world.item(id)).state).toBe('offered');
  });
});

describe.each(storeKinds)('migration 0011 on %s', (kind) => {
  it('renames end states of existing work by their meaning', async () => {
    const { address, remove } = await emptyDatabase(kind);
    const dialect =
      kind === 'postgres'
        ? new PostgresDialect({ pool: openUnlimited(address) })
        : new SqliteDialect({ database: openSqliteWriter(address.replace('sqlite:', '')) });
    const db = new Kysely<Database>({ dialect });
    const { error } = await new Migrator({ db, provider: migrations(kind) }).migrateTo(
      '0010-claims-and-rights',
    );
    expect(error).toBeUndefined();
    const work = {
      work_item_id: 'i',
      agent_id: 'ann',
      presence_session: 's',
      owns: 0 as const,
      auto_accepted: 0 as const,
      over_capacity: 0 as const,
      pool: 'primary' as const,
      size: 1000,
      holds: 0 as const,
      terms_json: '{}',
      offered_at: 1,
      extensions_used: 0,
      notes: '',
    };
    const ends = [
      ['transferred', 'returned-to-queue'],
      ['transferred', 'returned-by-supervisor'],
      ['transferred', 'assigned'],
      ['transferred', 'taken-over'],
      ['transferred', 'transferred'],
      ['unavailable', 'owner-lost'],
    ] as const;
    for (const [index, [state, end_reason]] of ends.entries()) {
      await db
        .insertInto('agent_work')
        .values({ ...work, id: `w${index}`, state, end_reason })
        .execute();
      await sql`insert into work_event (work_item_id, agent_work_id, agent_id, at, what, detail_json)
        values ('i', ${`w${index}`}, 'ann', 2, ${state}, '{}')`.execute(db);
    }
    await db.destroy();
    const store = await openStore(address);
    const named = ['unavailable', 'unavailable', 'superseded', 'superseded', 'transferred', 'unavailable'];
    const works = await store.reader.selectFrom('agent_work').select('state').orderBy('id').execute();
    expect(works.map(({ state }) => state)).toEqual(named);
    const lines = await store.reader
      .selectFrom('work_event')
      .select('what')
      .orderBy('agent_work_id')
      .execute();
    expect(lines.map(({ what }) => what)).toEqual(named);
    await store.close();
    remove();
  });
});
