/**
 * Which hub processes live. A hub has its row from its start to its end in order; one that dies is struck off by the
 * others, or by the next to start. What a dead hub held (`device.hub_id`) holds nothing any more.
 */
import { sql } from 'kysely';
import { HUB_LOST_AFTER_MS, LINK_LOST_AFTER_MS } from '#core/defaults.ts';
import type { HubContext } from './context.ts';
import type { Db } from '../store/store.ts';

/** This hub lives from now on. */
export async function registerHub(context: HubContext): Promise<void> {
  const now = context.clock.now();
  await context.store.write(async (db) => {
    // The file lock of SQLite says that no other hub can be alive.
    if (context.store.kind === 'sqlite') await db.deleteFrom('hub').execute();
    await db.insertInto('hub').values({ id: context.id, started_at: now, beat_at: now }).execute();
  });
}

/** This hub ends in order. */
export async function unregisterHub(context: HubContext): Promise<void> {
  await context.store.write((db) => db.deleteFrom('hub').where('id', '=', context.id).execute());
}

/** A sign of life, where other hubs may look for one; strikes off those that gave none. */
export async function renewHubHeartbeat(context: HubContext): Promise<void> {
  if (context.store.kind === 'sqlite') return;
  const now = context.clock.now();
  // One statement: it comes every two seconds. A hub that was struck off while it hung comes back.
  await context.store.writeBriefly((db) =>
    sql`with lost as (
        delete from hub where beat_at < ${now - HUB_LOST_AFTER_MS} and id <> ${context.id}
      )
      insert into hub (id, started_at, beat_at) values (${context.id}, ${now}, ${now})
      on conflict (id) do update set beat_at = excluded.beat_at`.execute(db),
  );
}

/** Devices that a dead hub held, and that have not come back in the time that they have for it, are held by none. */
export async function releaseDevicesOfLostHubs(context: HubContext): Promise<void> {
  const silentSince = context.clock.now() - LINK_LOST_AFTER_MS;
  const abandoned = (db: Db) =>
    db
      .selectFrom('device')
      .leftJoin('hub', 'hub.id', 'device.hub_id')
      .select(['device.agent_id', 'device.id', 'device.hub_id'])
      .where('device.hub_id', 'is not', null)
      .where('hub.id', 'is', null)
      .where('device.last_beat_at', '<=', silentSince);
  // Looked at first: on a healthy hub there is nothing to write.
  for (const device of await abandoned(context.store.reader).execute())
    await context.store.write((db) =>
      db
        .updateTable('device')
        .set({ hub_id: null, connection_id: null })
        .where('agent_id', '=', device.agent_id)
        .where('id', '=', device.id)
        .where('hub_id', '=', device.hub_id)
        .where('last_beat_at', '<=', silentSince)
        .execute(),
    );
}
