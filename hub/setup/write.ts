/**
 * Writes Setup's records. Every write increments the setup version, so that every hub and every agent sees it at once.
 */
import { sql } from 'kysely';
import type { RecordOf, SetupNoun } from '#core/setup/nouns.ts';
import type { User } from '#core/setup/people.ts';
import { toJson } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import type { HubSettings } from '../directory/directory.ts';
import { type SetupRow, storedNoun } from '../directory/stored-nouns.ts';
import { recordWrite } from '../directory/transaction-writes.ts';

/** Without a record: something other than a record has changed. */
export async function raiseSetupVersion(db: Db, noun?: SetupNoun, id?: string): Promise<void> {
  recordWrite(db, noun, id);
  await db
    .insertInto('setting')
    .values({ key: 'setup_version', value_json: '1' })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({ value_json: sql`cast(cast(setting.value_json as integer) + 1 as text)` }),
    )
    .execute();
}

/** Inserts or replaces one record. */
export async function putRecord<Noun extends SetupNoun>(
  db: Db,
  noun: Noun,
  record: RecordOf<Noun>,
): Promise<void> {
  await putRow(db, noun, storedNoun(noun).toRow(record));
}

/** With a `passwordHash` also the password; without one an existing user keeps it, and a new one cannot sign in. */
export async function putUser(db: Db, user: User, passwordHash?: string): Promise<void> {
  const password = passwordHash === undefined ? {} : { password_hash: passwordHash };
  await putRow(db, 'user', { ...storedNoun('user').toRow(user), ...password });
}

async function putRow(db: Db, noun: SetupNoun, row: SetupRow): Promise<void> {
  const { table, newRow } = storedNoun(noun);
  const { id, ...columns } = row;
  await db
    .insertInto(table)
    .values({ ...newRow, ...row } as never)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns as never))
    .execute();
  await raiseSetupVersion(db, noun, id);
}

export async function putHubSettings(db: Db, settings: HubSettings): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key: 'hub', value_json: toJson(settings) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json: toJson(settings) }))
    .execute();
  await raiseSetupVersion(db);
}
