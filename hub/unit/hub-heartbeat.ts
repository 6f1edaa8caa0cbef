/**
 * Which hub processes are alive. A hub has a row from start to orderly stop; the row of a dead hub is removed by the
 * others, or by the next to start. What a dead hub held (`device.hub_id`) no longer counts.
 */
import { sql } from 'kysely';
import { HUB_LOST_AFTER_MS, LINK_LOST_AFTER_MS } from '#core/defaults.ts';
import type { HubContext } from './context.ts';
import type { Db } from '../store/store.ts';

/** Registers this hub as alive. */
export async function registerHub(context: HubContext): Promise<void> {
  const now = context.clock.now();
  await context.store.write(async (db) => {
    // The file lock of SQLite guarantees that no other hub is alive.
    if (context.store.kind === 'sqlite') await db.deleteFrom('hub').execute();
    await db.insertInto('hub').values({ id: context.id, started_at: now, beat_at: now }).execute();
  });
}

/** Removes this hub at its orderly stop. */
export async function unregisterHub(context: HubContext): Promise<void> {
  await context.store.write((db) => db.deleteFrom('hub').where('id', '=', context.id).execute());
}

/** The hub's heartbeat, where other hubs may check it; removes hubs whose heartbeat is missing. */
export async function renewHubHeartbeat(context: HubContext): Promise<void> {
  if (context.store.kind === 'sqlite') return;
  const now = context.clock.now();
  // One statement: it runs every two seconds. A hub that was removed while it hung registers again.
  await context.store.writeBriefly((db) =>
    sql`with lost as (
        delete from hub where beat_at < ${now - HUB_LOST_AFTER_MS} and id <> ${context.id}
      )
      insert into hub (id, started_at, beat_at) values (${context.id}, ${now}, ${now})
      on conflict (id) do update set beat_at = excluded.beat_at`.execute(db),
  );
}

/** Releases the devices of a dead hub that have not reconnected in time. */
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
  // Checked first: on a healthy hub there is nothing to write.
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
