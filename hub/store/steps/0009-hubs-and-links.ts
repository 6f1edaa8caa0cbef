/** Hub heartbeats; a device records the connection that holds it; clock steps are summed. */
import { type Kysely, sql } from 'kysely';

export async function followHubs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hub')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('beat_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('device').addColumn('connection_id', 'text').execute();
  await sql`insert into setting (key, value_json) values ('clock_steps', '0')`.execute(db);
}
