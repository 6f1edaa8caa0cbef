import { useTranslation } from 'react-i18next';
import { compareStatuses } from '#core/presence/status-rules.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { useUi } from '../../state/ui-store.ts';
import { RecordList } from '../list/record-list.tsx';
import { loadPicture, usePicture } from '../picture.ts';
import { NEW } from '../places.ts';
import { StatusForm } from './status-form.tsx';

/** Presence statuses in the order of every menu: by base, then as dragged. */
export function StatusesPage() {
  const { t } = useTranslation();
  const { statuses, channels } = usePicture();
  const [, id, copied] = useUi((ui) => ui.place);
  const status = statuses.find((one) => one.id === (id === NEW ? copied : id));
  if (id === NEW || status)
    return (
      <StatusForm
        key={id === NEW ? NEW : `${status?.id} ${status?.version}`}
        status={status}
        isNew={id === NEW}
      />
    );
  const sorted = statuses.toSorted(compareStatuses);
  const move = async (moved: string, target: string) => {
    const base = statuses.find((one) => one.id === target)?.base;
    const ids = sorted.filter((one) => one.base === base).map((one) => one.id);
    const to = ids.indexOf(target);
    const rest = ids.filter((one) => one !== moved);
    if (await attempt(bridge.setup.orderStatuses({ ids: rest.toSpliced(to, 0, moved) }))) await loadPicture();
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
      rows={sorted.map((one) => ({
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
      }))}
      onMove={move}
    />
  );
}
