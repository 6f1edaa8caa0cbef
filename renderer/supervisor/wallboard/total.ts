import type { FloorQueue } from '#core/supervision/floor.ts';

/**
 * Several queues as one. `served`: the service level counts only queues with a target. The waiting time uses the
 * strictest target.
 */
export function totalOf(queues: readonly FloorQueue[]) {
  const sum = (
    of: readonly FloorQueue[],
    key: 'waiting' | 'open' | 'answered' | 'answeredInTime' | 'abandoned' | 'abandonedLate',
  ) => of.reduce((total, queue) => total + queue[key], 0);
  const targeted = queues.filter(({ targetSeconds }) => targetSeconds !== null);
  const oldest = queues.flatMap(({ oldestAt }) => oldestAt ?? []);
  const targets = targeted.map(({ targetSeconds }) => targetSeconds!);
  return {
    waiting: sum(queues, 'waiting'),
    open: sum(queues, 'open'),
    answered: sum(queues, 'answered'),
    abandoned: sum(queues, 'abandoned'),
    served: {
      answered: sum(targeted, 'answered'),
      answeredInTime: sum(targeted, 'answeredInTime'),
      abandonedLate: sum(targeted, 'abandonedLate'),
    },
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    targetSeconds: targets.length === 0 ? null : Math.min(...targets),
  };
}
