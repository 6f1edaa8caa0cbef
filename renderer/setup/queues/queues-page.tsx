import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { QueueForm } from './queue-form.tsx';
import { QueueTabs } from './queue-tabs.tsx';

/** Queues: where work waits, and their members. */
export function QueuesPage() {
  const { t } = useTranslation();
  const { queues, routing, defaultQueueId } = useSetupSnapshot();
  const opened = useOpenedRecord(queues);
  const rows = useMemo(
    () =>
      queues.map((one) => ({
        id: one.id,
        name: one.id === defaultQueueId ? t('setup.queue.isDefault', { name: one.name }) : one.name,
        cells: [
          routing.find(({ id }) => id === one.routingConfigurationId)?.name ?? '–',
          one.memberUserIds.length,
          one.memberProfileIds.length,
          one.serviceLevelSeconds ?? '–',
        ],
      })),
    [queues, routing, defaultQueueId, t],
  );
  if (opened) return <QueueForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="queues"
      label={t('setup.list.queues')}
      tabs={<QueueTabs now="queues" />}
      views={false}
      columns={[
        t('setup.name'),
        t('setup.queue.routing'),
        t('setup.queue.users'),
        t('setup.queue.profiles'),
        t('setup.queue.serviceLevel'),
      ]}
      rows={rows}
    />
  );
}
