/** Rows written by an older version, without the fields added since. */
import { expect, it } from 'vitest';
import { CUSTOMER_GONE_TIMEOUT_SECONDS } from '#core/defaults.ts';
import { defaultConfigurationSettings } from '#core/setup/presence-configuration.ts';
import { emptyAgentSums, emptyQueueSums } from '#core/supervision/sums.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { termsOf } from '#hub/ledger/terms.ts';
import { readAgentDay, readQueueDay } from '#hub/long-reads/stored-sums.ts';
import { onBothStores } from '../support/on-both.ts';
import type { World } from '../support/world.ts';

const without = (text: string, ...fields: readonly string[]): string => {
  const stored = JSON.parse(text) as Record<string, unknown>;
  for (const field of fields) {
    expect(stored).toHaveProperty(field);
    delete stored[field];
  }
  return JSON.stringify(stored);
};

/** Removes fields from the settings of every record of a table. */
async function forget(
  { store }: World,
  table: 'service_channel' | 'queue' | 'presence_configuration',
  ...fields: readonly string[]
): Promise<void> {
  await store.write(async (db) => {
    for (const row of await db.selectFrom(table).select(['id', 'settings_json']).execute())
      await db
        .updateTable(table)
        .set({ settings_json: without(row.settings_json, ...fields) })
        .where('id', '=', row.id)
        .execute();
  });
}

onBothStores('rows of an older version', (make) => {
  it('are read as records with defaults for missing fields', async () => {
    const world = await make();
    await forget(world, 'service_channel', 'customerGoneSeconds', 'minimiseWidgetOnAccept');
    await forget(world, 'queue', 'embedOrigins');
    await forget(world, 'presence_configuration', 'announceReadAlong', 'missesBeforeStatusChanges', 'idle');
    const { channels, queues, ...directory } = await world.store.read(readDirectory);
    expect(channels.get('chat')).toMatchObject({
      kind: 'chat',
      customerGoneSeconds: CUSTOMER_GONE_TIMEOUT_SECONDS.usual,
      minimiseWidgetOnAccept: false,
    });
    expect(queues.get('general')).toMatchObject({ embedOrigins: [], serviceLevelSeconds: 20 });
    for (const { settings } of directory.configurations.values())
      expect(settings).toMatchObject({
        announceReadAlong: false,
        missesBeforeStatusChanges: 1,
        idle: defaultConfigurationSettings.idle,
      });
  });

  it('are read as hub settings with defaults', async () => {
    const world = await make();
    await world.store.write((db) =>
      db
        .updateTable('setting')
        .set({ value_json: '{"centreName":"Old"}' })
        .where('key', '=', 'hub')
        .execute(),
    );
    const { settings } = await world.store.read(readDirectory);
    expect(settings).toEqual({ centreName: 'Old', defaultQueueId: null, practice: false });
  });

  it('name the column and the field when they cannot be read', async () => {
    const world = await make();
    await world.store.write((db) =>
      db.updateTable('queue').set({ settings_json: '{"outcomes":7}' }).where('id', '=', 'vip').execute(),
    );
    await expect(world.store.read(readDirectory)).rejects.toThrow(/^queue\.settings_json cannot be read: /);
  });

  it('keep a value that breaks a rule of a later version', async () => {
    const world = await make();
    const settings_json = JSON.stringify({ serviceLevelSeconds: -5 });
    const { settings_json: before } = await world.store.reader
      .selectFrom('queue')
      .select('settings_json')
      .where('id', '=', 'vip')
      .executeTakeFirstOrThrow();
    const stored = { ...(JSON.parse(before) as object), ...(JSON.parse(settings_json) as object) };
    await world.store.write((db) =>
      db
        .updateTable('queue')
        .set({ settings_json: JSON.stringify(stored) })
        .where('id', '=', 'vip')
        .execute(),
    );
    const directory = await world.store.read(readDirectory);
    expect(directory.queues.get('vip')).toMatchObject({ serviceLevelSeconds: -5 });
  });

  it('keep an agent at work under terms that lack fields', async () => {
    const world = await make();
    await world.link('ann');
    await world.chat();
    await world.store.write(async (db) => {
      const row = await db.selectFrom('agent_work').select('terms_json').executeTakeFirstOrThrow();
      const older = without(row.terms_json, 'missesBeforeStatusChanges', 'declineReasonIds', 'wrapUp');
      await db.updateTable('agent_work').set({ terms_json: older }).execute();
    });
    const work = await world.store.reader
      .selectFrom('agent_work')
      .select('terms_json')
      .executeTakeFirstOrThrow();
    expect(termsOf(work)).toMatchObject({
      missesBeforeStatusChanges: 1,
      declineReasonIds: [],
      wrapUp: null,
      sound: { play: true },
    });
    expect(termsOf(work)).toBe(termsOf({ ...work }));
    expect((await world.snapshot('ann')).offers).toHaveLength(1);
  });
});

it('read daily sums as zero for values not counted then', () => {
  expect(readAgentDay('{"offered":3}')).toEqual({ ...emptyAgentSums(), offered: 3 });
  expect(readQueueDay('{"arrived":2,"longest":5}')).toEqual({ ...emptyQueueSums(), arrived: 2, longest: 5 });
});
