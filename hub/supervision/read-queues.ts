/** Reads the queues of the floor from committed rows: waiting items, live work, and today's service level facts. */
import type { FloorAgent, FloorQueue, MembersByBase } from '#core/supervision/floor.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import type { Directory } from '../directory/directory.ts';
import { isQueued, liveItem } from '../store/states.ts';
import type { Db } from '../store/store.ts';
import type { QueueDay } from '../long-reads/read-day.ts';
import { among, type Ids } from './read-floor.ts';

const nobody = (): MembersByBase =>
  Object.fromEntries(baseStatuses.map((base) => [base, 0])) as MembersByBase;

const toDay = (day: QueueDay | undefined): QueueDay => ({
  answered: day?.answered ?? 0,
  answeredInTime: day?.answeredInTime ?? 0,
  abandoned: day?.abandoned ?? 0,
  abandonedLate: day?.abandonedLate ?? 0,
});

/** Queues of the floor with today's facts; `agents` are the floor's current ones, for the members. */
export async function readFloorQueues(
  db: Db,
  directory: Directory,
  ids: Ids,
  {
    dayOf,
    agents,
  }: {
    readonly dayOf: (queueId: string) => QueueDay | undefined;
    readonly agents: Iterable<FloorAgent>;
  },
): Promise<FloorQueue[]> {
  const queues = (
    ids === null ? [...directory.queues.values()] : ids.map((id) => directory.queues.get(id))
  ).filter((queue) => queue !== undefined);
  const waiting = await db
    .selectFrom('work_item')
    .select(['queue_id', (eb) => eb.fn.countAll().as('count'), (eb) => eb.fn.min('original_at').as('oldest')])
    .where(isQueued('state'))
    .where(among(ids, 'queue_id'))
    .groupBy('queue_id')
    .execute();
  // Bounded by the agents' live work; counted here, since a GROUP BY would use an index over the whole history.
  const underWay = await db
    .selectFrom('work_item')
    .select(['queue_id', 'state'])
    .where(liveItem('state', 'offered', 'open', 'on-hold'))
    .execute();
  const waitingIn = new Map(waiting.map((row) => [row.queue_id, row]));
  const counted = new Map<string, number>();
  for (const { queue_id, state } of underWay) {
    const key = `${state === 'offered' ? 'offered' : 'open'} ${queue_id}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  const members = new Map<string, MembersByBase>();
  for (const agent of agents)
    for (const queueId of agent.queueIds) {
      const known = members.get(queueId) ?? nobody();
      members.set(queueId, known);
      const here = agent.signedIn && agent.link === 'connected';
      known[here ? agent.effectiveBase : 'offline'] += 1;
    }
  const records: FloorQueue[] = [];
  for (const queue of queues) {
    records.push({
      id: queue.id,
      name: queue.name,
      waiting: Number(waitingIn.get(queue.id)?.count ?? 0),
      oldestAt: Number(waitingIn.get(queue.id)?.oldest ?? 0) || null,
      offered: counted.get(`offered ${queue.id}`) ?? 0,
      open: counted.get(`open ${queue.id}`) ?? 0,
      targetSeconds: queue.serviceLevelSeconds,
      ...toDay(dayOf(queue.id)),
      members: members.get(queue.id) ?? nobody(),
      memberProfileIds: [...queue.memberProfileIds],
    });
  }
  return records;
}
