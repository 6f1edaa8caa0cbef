import { Menu } from '@base-ui/react/menu';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorAgent } from '#core/supervision/floor.ts';
import { baseStatuses } from '#core/vocabulary.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import compact from '../../controls/compact.module.css';
import menu from '../../controls/menu.module.css';
import { change } from '../../preferences/change.ts';
import { useMirror } from '../../state/mirror-store.ts';
import type { Sort } from '../arrange.ts';
import { useFloor } from '../floor-store.ts';
import { FloorTable } from '../floor-table.tsx';
import { Split } from '../split.tsx';
import { useOpenedRow } from '../use-opened-row.ts';
import { agentColumnKeys, agentColumns } from './agent-columns.tsx';
import { agentActs, hasEffect } from './agent-acts.ts';
import { type AgentAct, AgentDialog } from './agent-dialogs.tsx';
import { AgentSide } from './agent-side.tsx';

const nameOf = ({ name }: FloorAgent) => name;

/** What every agent does right now; actions apply to one or many of them. */
export function AgentsTab() {
  const { t } = useTranslation();
  const agents = useFloor((floor) => floor.agents);
  const queues = useFloor((floor) => floor.queues);
  const profiles = useFloor((floor) => floor.profiles);
  const hidden = useMirror((mirror) => mirror.settings.hiddenAgentColumns);
  const [search, setSearch] = useState('');
  const [base, setBase] = useState('');
  const [queueId, setQueueId] = useState('');
  const [grouped, setGrouped] = useState(false);
  const [sort, setSort] = useState<Sort>({ key: 'name', descending: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [opened, open] = useOpenedRow('agents');
  const [act, setAct] = useState<AgentAct | null>(null);

  const columns = useMemo(
    () => agentColumns(t, { queues, profiles }).filter(({ key }) => key === 'name' || !hidden.includes(key)),
    [t, queues, profiles, hidden],
  );
  const shown = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    return [...agents.values()].filter(
      (agent) =>
        agent.name.toLocaleLowerCase().includes(wanted) &&
        (base === '' || agent.effectiveBase === base) &&
        (queueId === '' || agent.queueIds.includes(queueId)),
    );
  }, [agents, search, base, queueId]);
  const groupOf = useMemo(
    () => (grouped ? ({ effectiveBase }: FloorAgent) => t(`bases.${effectiveBase}`) : undefined),
    [grouped, t],
  );
  // Rows that are no longer shown are no longer selected.
  const reached = shown.filter(({ id }) => chosen.has(id));
  const side = opened === null ? undefined : agents.get(opened);
  return (
    <>
      <Split
        tools={
          <>
            <input
              className={compact.control}
              type="search"
              aria-label={t('supervisor.searchAgents')}
              placeholder={t('supervisor.searchAgents')}
              value={search}
              onChange={({ target }) => setSearch(target.value)}
            />
            <select
              className={compact.control}
              aria-label={t('supervisor.filterStatus')}
              value={base}
              onChange={({ target }) => setBase(target.value)}
            >
              <option value="">{t('supervisor.allStatuses')}</option>
              {baseStatuses.map((one) => (
                <option key={one} value={one}>
                  {t(`bases.${one}`)}
                </option>
              ))}
            </select>
            <select
              className={compact.control}
              aria-label={t('supervisor.filterQueue')}
              value={queueId}
              onChange={({ target }) => setQueueId(target.value)}
            >
              <option value="">{t('supervisor.allQueues')}</option>
              {[...queues.values()].map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <label>
              <input
                type="checkbox"
                checked={grouped}
                onChange={({ target }) => setGrouped(target.checked)}
              />
              {t('supervisor.groupByStatus')}
            </label>
            <ColumnsMenu hidden={hidden} />
            {reached.length > 0 && (
              <>
                <strong role="status">{t('supervisor.chosen', { count: reached.length })}</strong>
                {agentActs.map((kind) => (
                  <Button
                    key={kind}
                    disabled={!hasEffect(kind, reached)}
                    onClick={() => setAct({ kind, agents: reached })}
                  >
                    {t(`supervisor.acts.${kind}`)}
                  </Button>
                ))}
              </>
            )}
          </>
        }
        side={
          side && (
            <AgentSide
              key={side.id}
              agent={side}
              onClose={() => open(null)}
              onAct={(kind) => setAct({ kind, agents: [side] })}
            />
          )
        }
      >
        <FloorTable
          label={t('supervisor.tabs.agents')}
          records={shown}
          columns={columns}
          nameOf={nameOf}
          sort={sort}
          onSort={setSort}
          groupOf={groupOf}
          opened={opened}
          onOpen={(id) => open(id === opened ? null : id)}
          chosen={chosen}
          onChoose={setChosen}
          none={t('supervisor.noAgents')}
        />
      </Split>
      {act && <AgentDialog act={act} onClose={() => setAct(null)} onDone={() => setChosen(new Set())} />}
    </>
  );
}

function ColumnsMenu({ hidden }: { readonly hidden: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button icon="panel" />}>{t('supervisor.chooseColumns')}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={6} align="start" collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            <div className={menu.list}>
              {agentColumnKeys
                .filter((key) => key !== 'name')
                .map((key) => (
                  <Menu.CheckboxItem
                    key={key}
                    className={menu.item}
                    checked={!hidden.includes(key)}
                    onCheckedChange={(shown) =>
                      change({
                        hiddenAgentColumns: shown ? hidden.filter((one) => one !== key) : [...hidden, key],
                      })
                    }
                  >
                    <Menu.CheckboxItemIndicator className={menu.mark}>
                      <Icon name="check" />
                    </Menu.CheckboxItemIndicator>
                    <span>{t(`supervisor.columns.${key}`)}</span>
                  </Menu.CheckboxItem>
                ))}
            </div>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
