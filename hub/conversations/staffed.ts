/** Whether a queue has agents signed in: shown on the customer's page before a chat. */
import type { HubContext } from '../unit/context.ts';

export async function isStaffed({ store, directory }: HubContext, queueId: string): Promise<boolean> {
  const signedIn = await store.reader
    .selectFrom('agent_state')
    .select('agent_id')
    .where('signed_in', '=', 1)
    .where('effective_base', '!=', 'offline')
    .execute();
  return signedIn.some(
    ({ agent_id }) => directory.users.has(agent_id) && directory.effective(agent_id).queueIds.has(queueId),
  );
}
