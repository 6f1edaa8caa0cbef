import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorWork } from '#core/supervision/floor.ts';
import { channelIcon, Icon } from '../../controls/icon.tsx';
import type { Sort } from '../arrange.ts';
import { Since, Until } from '../cells.tsx';
import { useFloor } from '../floor-store.ts';
import { FloorTable, type ShownColumn } from '../floor-table.tsx';
import { Split } from '../split.tsx';
import { useOpenedRow } from '../use-opened-row.ts';
import { WorkSide } from './work-side.tsx';
import compact from '../../controls/compact.module.css';
import css from './work-tab.module.css';

const nameOf = ({ customer }: FloorWork) => customer;
const states = ['queued', 'offered', 'open', 'on-hold', 'wrapping-up'] as const;

/** Every live work item with its owner, its age and its timer. */
export function WorkTab() {
  const { t } = useTranslation();
  const work = useFloor((floor) => floor.work);
  const agents = useFloor((floor) => floor.agents);
  const queues = useFloor((floor) => floor.queues);
  const [search, setSearch] = useState('');
  const [state, setState] = useState('');
  const [sort, setSort] = useState<Sort>({ key: 'age', descending: true });
  const [opened, open] = useOpenedRow('work');
  const columns = useMemo(() => workColumns(t, agents, queues), [t, agents, queues]);
  const shown = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    return [...work.values()].filter(
      (one) =>
        (state === '' || one.state === state || (state === 'help' && one.helpWanted)) &&
        `${one.customer} ${one.subject} ${agents.get(one.agentId ?? '')?.name ?? ''}`
          .toLocaleLowerCase()
          .includes(wanted),
    );
  }, [work, agents, search, state]);
  // The address names the item, as an alert does, and the row: the item's owner may change, the panel stays.
  const [item, one] = opened?.split('.') ?? [];
  const side =
    item === undefined
      ? undefined
      : (work.get(one ?? item) ?? [...work.values()].find(({ workItemId }) => workItemId === item));
  return (
    <Split
      tools={
        <>
          <input
            className={compact.control}
            type="search"
            aria-label={t('supervisor.searchWork')}
            placeholder={t('supervisor.searchWork')}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
          <select
            className={compact.control}
            aria-label={t('supervisor.filterState')}
            value={state}
            onChange={({ target }) => setState(target.value)}
          >
            <option value="">{t('supervisor.allStates')}</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {t(`workItemStates.${one}`)}
              </option>
            ))}
            <option value="help">{t('supervisor.wantsHelp')}</option>
          </select>
          <span role="status">{t('supervisor.items', { count: shown.length })}</span>
        </>
      }
      side={side && <WorkSide key={side.id} work={side} onClose={() => open(null)} />}
    >
      <FloorTable
        label={t('supervisor.tabs.work')}
        records={shown}
        columns={columns}
        nameOf={nameOf}
        sort={sort}
        onSort={setSort}
        opened={side?.id ?? null}
        onOpen={(id) => open(id === side?.id ? null : `${work.get(id)?.workItemId}.${id}`)}
        none={t('supervisor.noWork')}
      />
    </Split>
  );
}

function workColumns(
  t: TFunction,
  agents: ReadonlyMap<string, { readonly name: string }>,
  queues: ReadonlyMap<string, { readonly name: string }>,
): ShownColumn<FloorWork>[] {
  const agentOf = ({ agentId }: FloorWork) => (agentId === null ? null : (agents.get(agentId)?.name ?? '–'));
  const queueOf = ({ queueId }: FloorWork) => (queueId === null ? null : (queues.get(queueId)?.name ?? '–'));
  return [
    {
      key: 'customer',
      heading: t('supervisor.columns.customer'),
      value: nameOf,
      cell: ({ customer, helpWanted }) => (
        <>
          {helpWanted && (
            <strong className={css.flag} title={t('supervisor.wantsHelp')}>
              ⚑{' '}
            </strong>
          )}
          {customer}
        </>
      ),
    },
    {
      key: 'subject',
      heading: t('supervisor.columns.subject'),
      value: ({ subject }) => subject,
      cell: ({ subject }) => <span className={css.subject}>{subject}</span>,
    },
    {
      key: 'channel',
      heading: t('supervisor.columns.channel'),
      value: ({ channel }) => channel.name,
      cell: ({ channel }) => (
        <span className={css.channel}>
          <Icon name={channelIcon(channel.kind)} /> {channel.name}
        </span>
      ),
    },
    {
      key: 'queue',
      heading: t('supervisor.columns.queue'),
      value: queueOf,
      cell: (one) => queueOf(one) ?? '–',
    },
    {
      key: 'state',
      heading: t('supervisor.columns.state'),
      value: ({ state }) => states.indexOf(state),
      cell: ({ state, isTransfer }) =>
        isTransfer ? t('supervisor.transferOffered') : t(`workItemStates.${state}`),
    },
    {
      key: 'agent',
      heading: t('supervisor.columns.agent'),
      value: agentOf,
      cell: (one) => agentOf(one) ?? '–',
    },
    {
      key: 'age',
      heading: t('supervisor.columns.age'),
      value: ({ originalAt }) => -originalAt,
      cell: ({ originalAt }) => <Since at={originalAt} />,
      number: true,
    },
    {
      key: 'clock',
      heading: t('supervisor.columns.clock'),
      value: ({ deadline }) => deadline,
      cell: ({ deadline }) => (deadline === null ? '–' : <Until at={deadline} />),
      number: true,
    },
  ];
}
