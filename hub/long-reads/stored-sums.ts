/** The sums of a day as they are stored. */
import { AgentSums, QueueSums } from '#core/supervision/sums.ts';
import { jsonColumn } from '../store/json.ts';

export const readAgentDay = jsonColumn('agent_day.sums_json', AgentSums);
export const readQueueDay = jsonColumn('queue_day.sums_json', QueueSums);
