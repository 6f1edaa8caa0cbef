import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDirectory } from './directory.ts';
import { newDatabase } from '#tests/support/stores.ts';
import { World } from '#tests/support/world.ts';
import * as write from '../setup/write.ts';

/** After its own and others' writes, the hub's memory equals the database. */
let world: World;
let remove: () => void;
beforeAll(async () => {
  const database = await newDatabase('sqlite');
  remove = database.remove;
  world = await World.create({ address: database.address, agents: ['ann', 'ben', 'cem'] });
});
afterAll(async () => {
  await world.close();
  remove();
});

const context = () => world.hub.services.context;
const sorted = <T extends { readonly id: string }>(records: readonly T[]) =>
  records.toSorted((a, b) => a.id.localeCompare(b.id));
async function expectSame(): Promise<void> {
  const { picture: held } = context().directory;
  const { picture: stored } = await context().store.read(readDirectory);
  expect({ ...held, users: sorted(held.users), queues: sorted(held.queues) }).toEqual({
    ...stored,
    users: sorted(stored.users),
    queues: sorted(stored.queues),
  });
}

it('replaces only the written record after its own write', async () => {
  const before = context().directory;
  await world.change((db) => write.putUser(db, { ...before.user('ann'), name: 'Ann Lee', version: 2 }));
  await expectSame();
  expect(context().directory.user('ben')).toBe(before.user('ben'));
  expect(context().directory.user('ann')).not.toBe(before.user('ann'));
  expect(context().directory.queues.get('vip')).toBe(before.queues.get('vip'));
});

it('reads everything after another process wrote in between', async () => {
  const { directory } = context();
  await context().store.write((db) => write.putUser(db, { ...directory.user('ben'), name: 'Ben Roy' }));
  await world.change((db) => write.putUser(db, { ...directory.user('cem'), name: 'Cem Ak' }));
  await expectSame();
  expect(context().directory.user('ben').name).toBe('Ben Roy');
});

it('notices rows removed without notice, even if others were added', async () => {
  const { directory } = context();
  await world.change(async (db) => {
    await db.deleteFrom('queue').where('id', '=', 'phones').execute();
    await write.putRecord(db, 'queue', { ...directory.queues.get('vip')!, id: 'new', developerName: 'new' });
  });
  await expectSame();
  expect(context().directory.queues.has('phones')).toBe(false);
});

it('handles concurrent changes', async () => {
  const { directory } = context();
  await Promise.all(
    ['ann', 'ben', 'cem'].map((id, at) =>
      world.change(async (db) => {
        await pause(at);
        await write.putUser(db, { ...directory.user(id), capacity: at + 1 });
      }),
    ),
  );
  await expectSame();
  expect(['ann', 'ben', 'cem'].map((id) => context().directory.user(id).capacity)).toEqual([1, 2, 3]);
});
