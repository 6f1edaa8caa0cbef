import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorQueue } from '#core/supervision/floor.ts';
import { serviceLevel, serviceLevelHealth, waitHealth } from '#core/supervision/metrics.ts';
import { useHubNow } from '../../state/clock.ts';
import { clockDuration } from '../../i18n/format.ts';
import type { Sort } from '../arrange.ts';
import { HealthValue } from '../cells.tsx';
import { useFloor } from '../floor-store.ts';
import { FloorTable, type ShownColumn } from '../floor-table.tsx';
import { percent } from '../percent.ts';
import { Split } from '../split.tsx';
import { useOpenedRow } from '../use-opened-row.ts';
import { Members } from './members.tsx';
import { QueueSide } from './queue-side.tsx';

const nameOf = ({ name }: FloorQueue) => name;

/** The waiting items of each queue, their waiting time, and the available agents. */
export function QueuesTab() {
  const { t } = useTranslation();
  const queues = useFloor((floor) => floor.queues);
  const [sort, setSort] = useState<Sort>({ key: 'name', descending: false });
  const [opened, open] = useOpenedRow('queues');
  const records = useMemo(() => [...queues.values()], [queues]);
  const columns = useMemo((): ShownColumn<FloorQueue>[] => {
    const heading = (
      key: 'queue' | 'waiting' | 'longest' | 'serviceLevel' | 'offered' | 'inWork' | 'members',
    ) => t(`supervisor.columns.${key}`);
    return [
      { key: 'name', heading: heading('queue'), value: nameOf, cell: nameOf },
      {
        key: 'waiting',
        heading: heading('waiting'),
        value: ({ waiting }) => waiting,
        cell: ({ waiting }) => waiting,
        number: true,
      },
      {
        key: 'longest',
        heading: heading('longest'),
        value: ({ oldestAt }) => (oldestAt === null ? null : -oldestAt),
        cell: (queue) => <LongestWait queue={queue} />,
        number: true,
      },
      {
        key: 'serviceLevel',
        heading: heading('serviceLevel'),
        value: serviceLevel,
        cell: (queue) => <ServiceLevel queue={queue} />,
      },
      {
        key: 'offered',
        heading: heading('offered'),
        value: ({ offered }) => offered,
        cell: ({ offered }) => offered,
        number: true,
      },
      {
        key: 'open',
        heading: heading('inWork'),
        value: ({ open }) => open,
        cell: ({ open }) => open,
        number: true,
      },
      {
        key: 'members',
        heading: heading('members'),
        value: ({ members }) => members.available ?? 0,
        cell: ({ members }) => <Members members={members} />,
      },
    ];
  }, [t]);
  const side = opened === null ? undefined : queues.get(opened);
  return (
    <Split
      tools={<span>{t('supervisor.queuesHint')}</span>}
      side={side && <QueueSide key={side.id} queue={side} onClose={() => open(null)} />}
    >
      <FloorTable
        label={t('supervisor.tabs.queues')}
        records={records}
        columns={columns}
        nameOf={nameOf}
        sort={sort}
        onSort={setSort}
        opened={opened}
        onOpen={(id) => open(id === opened ? null : id)}
        none={t('supervisor.noQueues')}
      />
    </Split>
  );
}

function LongestWait({ queue }: { readonly queue: FloorQueue }) {
  const { oldestAt, targetSeconds } = queue;
  const now = useHubNow(oldestAt ?? 0);
  if (oldestAt === null) return <>–</>;
  return (
    <HealthValue health={waitHealth(now - oldestAt, targetSeconds)}>
      {clockDuration(now - oldestAt)}
    </HealthValue>
  );
}

function ServiceLevel({ queue }: { readonly queue: FloorQueue }) {
  const { t } = useTranslation();
  if (queue.targetSeconds === null) return <>{t('supervisor.noTarget')}</>;
  const target = t('supervisor.within', { seconds: queue.targetSeconds });
  return (
    <HealthValue
      health={serviceLevelHealth(queue)}
    >{`${percent(serviceLevel(queue))} ${target}`}</HealthValue>
  );
}
