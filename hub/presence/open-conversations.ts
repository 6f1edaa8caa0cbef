/** Work that an agent cannot leave silently: conversations and calls. Records stay with the agent. */
import { channelKinds } from '#core/setup/channel-kinds.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import type { AgentWorkRow } from '../ledger/terms.ts';

export async function openConversations(unit: Unit, agent: AgentRow): Promise<AgentWorkRow[]> {
  const rows = await unit.db
    .selectFrom('agent_work')
    .innerJoin('work_item', 'work_item.id', 'agent_work.work_item_id')
    .selectAll('agent_work')
    .select('work_item.channel_id')
    .where('agent_work.agent_id', '=', agent.agent_id)
    .where(liveWork('agent_work.state', 'opened'))
    .execute();
  return rows
    .filter((row) => channelKinds[unit.directory.channels.get(row.channel_id)?.kind ?? 'custom'].live)
    .map(({ channel_id: _channel, ...work }) => work);
}
