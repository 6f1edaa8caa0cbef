import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { compareStatuses } from '#core/presence/status-rules.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { useUi } from '../../state/ui-store.ts';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { waitForSnapshot, useSetupSnapshot } from '../setup-snapshot.ts';
import { StatusForm } from './status-form.tsx';

/** Presence statuses in the order of every menu: by base, then as dragged. */
export function StatusesPage() {
  const { t } = useTranslation();
  const { statuses, channels } = useSetupSnapshot();
  const opened = useOpenedRecord(statuses);
  const sorted = useMemo(() => statuses.toSorted(compareStatuses), [statuses]);
  const rows = useMemo(
    () =>
      sorted.map((one) => ({
        id: one.id,
        name: one.name,
        active: one.active,
        group: one.base,
        cells: [
          t(`bases.${one.base}`),
          one.text,
          channels
            .filter((channel) => one.channelIds.includes(channel.id))
            .map(({ name }) => name)
            .join(', ') || t('setup.status.noChannels'),
        ],
      })),
    [sorted, channels, t],
  );
  if (opened) return <StatusForm key={opened.key} opened={opened} />;
  const move = async (moved: string, target: string) => {
    const base = statuses.find((one) => one.id === target)?.base;
    const ids = sorted.filter((one) => one.base === base).map((one) => one.id);
    const to = ids.indexOf(target);
    const next = ids.filter((one) => one !== moved).toSpliced(to, 0, moved);
    if (await attempt(bridge.setup.orderStatuses({ ids: next })))
      await waitForSnapshot((shown) => {
        const order = shown.statuses.filter((one) => one.base === base).toSorted(compareStatuses);
        return order.every(({ id }, at) => id === next[at]);
      });
    useUi.setState({
      announcement: t('setup.movedTo', {
        name: statuses.find((one) => one.id === moved)?.name,
        place: to + 1,
        count: ids.length,
      }),
    });
  };
  return (
    <RecordList
      place="statuses"
      columns={[t('setup.name'), t('setup.status.base'), t('setup.status.text'), t('setup.status.channels')]}
      rows={rows}
      onMove={move}
    />
  );
}
