/**
 * Claims of a customer's page are stored apart from verified facts; a chat is resumed only by the browser that started
 * it; addresses from which a user has signed in; keys with which sites sign facts.
 */
import type { Kysely } from 'kysely';

export async function separateClaims(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('work_item')
    .addColumn('claims_json', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
  await db.schema.alterTable('conversation').addColumn('browser_hash', 'text').execute();
  await db.schema
    .createTable('known_address')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('address_hash', 'text', (column) => column.notNull())
    .addColumn('signed_in_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('known_address_pk', ['user_id', 'address_hash'])
    .execute();
  await db.schema
    .createTable('signing_key')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
}
