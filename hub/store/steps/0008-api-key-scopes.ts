/** API keys have scopes and an end; a work item records the key that created it. */
import type { Kysely } from 'kysely';

/** Existing keys keep the access that every key had. */
const WIDE = JSON.stringify(['work:write', 'work:read', 'work:write:all', 'work:read:all']);

export async function addApiKeyScopes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('api_key')
    .addColumn('scopes_json', 'text', (column) => column.notNull().defaultTo(WIDE))
    .execute();
  await db.schema.alterTable('api_key').addColumn('expires_at', 'bigint').execute();
  await db.schema.alterTable('work_item').addColumn('api_key_id', 'text').execute();
}
