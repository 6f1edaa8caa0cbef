/** Alerts of a supervisor, derived from the floor: when the reason is gone, the alert is gone. */
import type { Alert, FloorAgent, FloorQueue, FloorWork } from './floor.ts';
import { CONSECUTIVE_MISSES_FOR_ALERT, serviceLevel, serviceLevelHealth } from './metrics.ts';

/** Path of the page that shows the alert's subject. */
export const placeOf = ({ kind, workItemId, agentId, queueId }: Alert): string =>
  kind === 'help-wanted'
    ? `supervisor/work/${workItemId}`
    : kind === 'missed-in-a-row'
      ? `supervisor/agents/${agentId}`
      : `supervisor/queues/${queueId}`;

/** By urgency: an agent who requests help, an agent who does not answer, a number. */
export function alertsOf(floor: {
  readonly agents: Iterable<FloorAgent>;
  readonly queues: Iterable<FloorQueue>;
  readonly work: Iterable<FloorWork>;
}): Alert[] {
  const agents = [...floor.agents];
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  const alerts: Alert[] = [];
  for (const work of floor.work) {
    if (!work.helpWanted || work.agentId === null || work.state === 'wrapping-up') continue;
    alerts.push({
      id: `help-wanted ${work.id}`,
      kind: 'help-wanted',
      params: { agent: names.get(work.agentId) ?? '', customer: work.customer },
      agentId: work.agentId,
      queueId: work.queueId,
      workItemId: work.workItemId,
    });
  }
  for (const agent of agents) {
    if (!agent.signedIn || agent.today.missedInARow < CONSECUTIVE_MISSES_FOR_ALERT) continue;
    alerts.push({
      id: `missed-in-a-row ${agent.id}`,
      kind: 'missed-in-a-row',
      params: { agent: agent.name, misses: agent.today.missedInARow },
      agentId: agent.id,
      queueId: null,
      workItemId: null,
    });
  }
  for (const queue of floor.queues) {
    if (queue.targetSeconds === null || serviceLevelHealth(queue) !== 'critical') continue;
    alerts.push({
      id: `service-level-critical ${queue.id}`,
      kind: 'service-level-critical',
      params: { queue: queue.name, percent: Math.floor((serviceLevel(queue) ?? 0) * 100) },
      agentId: null,
      queueId: queue.id,
      workItemId: null,
    });
  }
  return alerts;
}
