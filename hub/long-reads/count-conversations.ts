/** Number of conversations and other work items in the database. */
import type { Db } from '../store/store.ts';

export async function countConversations(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('work_item')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
