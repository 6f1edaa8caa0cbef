/** Where an agent may transfer a work item to, with facts that help to choose. */
import type { TransferDestinations } from '#core/contract/commands.ts';
import { AppError } from '#core/errors.ts';
import { allowedDestinations } from '#core/work/transfer-rules.ts';
import type { HubContext } from '../unit/context.ts';
import { isQueued } from '../store/states.ts';

export async function readDestinations(
  context: HubContext,
  agentId: string,
  agentWorkId: string,
): Promise<TransferDestinations> {
  const { directory, store } = context;
  return store.read(async (db) => {
    const work = await db
      .selectFrom('agent_work')
      .innerJoin('work_item', 'work_item.id', 'agent_work.work_item_id')
      .select(['work_item.channel_id', 'agent_work.agent_id'])
      .where('agent_work.id', '=', agentWorkId)
      .executeTakeFirst();
    if (!work || work.agent_id !== agentId) throw new AppError('NOT_FOUND', { what: 'work' });
    const allowed = allowedDestinations(
      directory.effective(agentId).configuration,
      directory.channels.get(work.channel_id)?.kind ?? 'custom',
      {
        queues: [...directory.queues.values()],
        profiles: [...directory.profiles.values()],
        agents: [...directory.users.values()].filter(
          (user) => user.active && user.id !== agentId && user.roles.includes('agent'),
        ),
      },
    );
    const states = await db
      .selectFrom('agent_state')
      .select(['agent_id', 'signed_in', 'status_id', 'base', 'effective_base'])
      .execute();
    const stateOf = new Map(states.map((state) => [state.agent_id, state]));
    const waiting = await db
      .selectFrom('work_item')
      .select((select) => ['queue_id', select.fn.countAll<number>().as('count')])
      .where(isQueued('state'))
      .groupBy('queue_id')
      .execute();
    const waitingIn = new Map(waiting.map((row) => [row.queue_id, Number(row.count)]));
    return {
      queues: allowed.queues.map(({ id, name }) => ({ id, name, waiting: waitingIn.get(id) ?? 0 })),
      profiles: allowed.profiles.map(({ id, name }) => ({ id, name })),
      agents: allowed.agents.map((user) => {
        const state = stateOf.get(user.id);
        // Consistent with `beginTransfer`: waiting for an Offline agent would be in vain.
        const signedIn = state?.signed_in === 1 && state.base !== 'offline';
        return {
          id: user.id,
          name: user.name,
          status: signedIn ? directory.status(state!.status_id).text : directory.systemStatus('offline').text,
          base: signedIn ? state!.effective_base : 'offline',
          signedIn,
        };
      }),
    };
  });
}
