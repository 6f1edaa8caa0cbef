import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkSize } from '#core/setup/channels-and-queues.ts';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { QueueTabs } from './queue-tabs.tsx';
import { RoutingForm } from './routing-form.tsx';

/** Routing configurations: how a queue's work is sized, ordered and pushed. */
export function RoutingPage() {
  const { t } = useTranslation();
  const { routing, queues } = useSetupSnapshot();
  const opened = useOpenedRecord(routing);
  const rows = useMemo(() => {
    const sizeText = (size: WorkSize) =>
      'units' in size
        ? t('setup.routing.unitsOf', { count: size.units / 1000 })
        : t('setup.routing.percentOf', { percent: size.percent / 1000 });
    return routing.map((one) => ({
      id: one.id,
      name: one.name,
      cells: [
        one.priority,
        t(`routingModels.${one.model}`),
        sizeText(one.size),
        one.pushTimeOutSeconds,
        queues.filter((queue) => queue.routingConfigurationId === one.id).length,
      ],
    }));
  }, [routing, queues, t]);
  if (opened) return <RoutingForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="routing"
      page="queues"
      label={t('setup.list.routing')}
      tabs={<QueueTabs now="routing" />}
      views={false}
      columns={[
        t('setup.name'),
        t('setup.routing.priority'),
        t('setup.routing.model'),
        t('setup.routing.size'),
        t('setup.routing.pushTimeOut'),
        t('setup.list.queues'),
      ]}
      rows={rows}
    />
  );
}
