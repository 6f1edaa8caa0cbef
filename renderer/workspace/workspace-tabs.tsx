import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeTab, moveTab, openWork } from '#core/work/workspace-tabs.ts';
import { Hidden } from '../controls/hidden.tsx';
import { channelIcon, Icon } from '../controls/icon.tsx';
import { useUi } from '../state/ui-store.ts';
import { hasConversation, type WorkEntry } from './my-work.ts';
import { changeWorkspace } from './workspace.ts';
import css from './workspace-tabs.module.css';

/** Ids that link a tab to its panel. */
export const tabId = (workItemId: string) => `tab-${workItemId}`;
export const panelId = (workItemId: string) => `panel-${workItemId}`;

/** Closes a tab; asks first while the conversation is live, because closing does not end it. */
export function confirmClose(entry: WorkEntry): void {
  const { workItemId } = entry.work;
  if (entry.phase === 'open' && hasConversation(entry)) {
    useUi.setState({ dialog: { kind: 'close-tab', workItemId } });
    return;
  }
  changeWorkspace((tabs) => closeTab(tabs, workItemId));
}

const select = (workItemId: string) => changeWorkspace((tabs) => openWork(tabs, workItemId, 'accepted'));

/** The open work as tabs: arrow keys select, Ctrl+Shift+arrows move, Delete closes, dragging reorders. */
export function WorkspaceTabs({
  entries,
  active,
}: {
  readonly entries: readonly WorkEntry[];
  readonly active: string | null;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);

  const keys = (event: KeyboardEvent, index: number, entry: WorkEntry) => {
    const { workItemId } = entry.work;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined && event.ctrlKey && event.shiftKey) {
      changeWorkspace((tabs) => moveTab(tabs, workItemId, index + step));
    } else if (step !== undefined) {
      const next = entries.at((index + step) % entries.length);
      if (next) {
        select(next.work.workItemId);
        list.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(next.work.workItemId))}`)?.focus();
      }
    } else if (event.key === 'Delete') confirmClose(entry);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={list} role="tablist" aria-label={t('workspace.tabs')} className={css.tabs}>
      {entries.map((entry, index) => {
        const { workItemId, customer, channel } = entry.work;
        const unread = entry.phase === 'open' ? (entry.work.conversation?.unread ?? 0) : 0;
        const selected = workItemId === active;
        return (
          <div
            key={workItemId}
            id={tabId(workItemId)}
            role="tab"
            aria-label={customer}
            aria-selected={selected}
            aria-controls={selected ? panelId(workItemId) : undefined}
            aria-describedby={unread > 0 ? `${tabId(workItemId)}-unread` : undefined}
            tabIndex={selected ? 0 : -1}
            className={css.tab}
            data-dragged={dragged === workItemId || undefined}
            draggable
            onClick={() => select(workItemId)}
            onAuxClick={(event) => event.button === 1 && confirmClose(entry)}
            onKeyDown={(event) => keys(event, index, entry)}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(workItemId);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              if (dragged !== workItemId) changeWorkspace((tabs) => moveTab(tabs, dragged, index));
            }}
            onDragEnd={() => setDragged(null)}
          >
            <Icon name={channelIcon(channel.kind)} size={14} />
            <span className={css.name}>{customer}</span>
            {unread > 0 && (
              <span className={css.dot} id={`${tabId(workItemId)}-unread`}>
                <Hidden>{t('work.unread', { count: unread })}</Hidden>
              </span>
            )}
            <span
              aria-hidden="true"
              className={css.close}
              title={t('workspace.closeTab')}
              onClick={(event) => {
                event.stopPropagation();
                confirmClose(entry);
              }}
            >
              <Icon name="close" size={12} />
            </span>
          </div>
        );
      })}
    </div>
  );
}
