import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordList } from '../list/record-list.tsx';
import { useOpenedRecord } from '../opened.ts';
import { useSetupSnapshot } from '../setup-snapshot.ts';
import { ChannelForm } from './channel-form.tsx';

/** Service channels: the kinds of work. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const { channels, statuses } = useSetupSnapshot();
  const opened = useOpenedRecord(channels);
  const rows = useMemo(
    () =>
      channels.map((one) => ({
        id: one.id,
        name: one.name,
        active: one.active,
        cells: [
          t(`channelKinds.${one.kind}`),
          t(`setup.pools.${one.pool}`),
          statuses.filter((status) => status.active && status.channelIds.includes(one.id)).length,
        ],
      })),
    [channels, statuses, t],
  );
  if (opened) return <ChannelForm key={opened.key} opened={opened} />;
  return (
    <RecordList
      place="channels"
      columns={[
        t('setup.name'),
        t('setup.channel.kind'),
        t('setup.channel.pool'),
        t('setup.channel.openStatuses'),
      ]}
      rows={rows}
    />
  );
}
