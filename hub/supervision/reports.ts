/**
 * Reports and the last hour, within a supervisor's scope. Definitions of the numbers: core; their source:
 * `read-report.ts`.
 */
import type { Span } from '#core/supervision/metrics.ts';
import type { Report } from '#core/supervision/reports.ts';
import type { Scope } from '#core/supervision/scope.ts';
import { emptyAgentSums, emptyQueueSums, toAgentReport, toQueueReport } from '#core/supervision/sums.ts';
import type { LongReader } from '../long-reads/long-reader.ts';
import type { Directory } from '../directory/directory.ts';
import type { LastHourInput } from '../long-reads/read-day.ts';
import { isShownToSupervisors } from './read-floor.ts';

/** From the start of the range up to now at most. */
export async function readReport(
  longReads: LongReader,
  directory: Directory,
  scope: Scope,
  range: Span,
  now: number,
): Promise<Report> {
  const to = Math.max(range.from, Math.min(range.to, now));
  const sums = await longReads.read('report', { from: range.from, to });
  const agents = new Map(sums.agents);
  const queues = new Map(sums.queues);
  const wasThere = (id: string) => Object.keys(agents.get(id)?.statuses ?? {}).length > 0;
  return {
    agents: [...directory.users.values()]
      .filter((user) => isShownToSupervisors(user) || wasThere(user.id))
      .filter((user) =>
        scope.sees({ profileId: user.profileId, queueIds: directory.effective(user.id).queueIds }),
      )
      .map((user) => ({
        agentId: user.id,
        name: user.name,
        ...toAgentReport(agents.get(user.id) ?? emptyAgentSums()),
      })),
    queues: [...directory.queues.values()]
      .filter((queue) => scope.seesQueue(queue.id))
      .map((queue) => ({
        queueId: queue.id,
        name: queue.name,
        ...toQueueReport(queues.get(queue.id) ?? emptyQueueSums(), queue.serviceLevelSeconds),
      })),
  };
}

/** The queues in this supervisor's wallboard: one queue, or (null) all in scope. */
export function lastHourOf(
  directory: Directory,
  scope: Scope,
  queueId: string | null,
  now: number,
): LastHourInput {
  const seen = [...directory.queues.values()].filter(
    (queue) => scope.seesQueue(queue.id) && (queueId === null || queue.id === queueId),
  );
  return {
    queues: seen.map((queue) => ({ id: queue.id, targetSeconds: queue.serviceLevelSeconds })),
    withoutQueue: queueId === null && scope.everybody,
    now,
  };
}
