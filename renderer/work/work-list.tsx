import { useTranslation } from 'react-i18next';
import { openWork } from '#core/work/workspace-tabs.ts';
import { Hidden } from '../controls/hidden.tsx';
import { channelIcon, Icon } from '../controls/icon.tsx';
import { clockDuration, countdown } from '../i18n/format.ts';
import { useHubNow } from '../state/clock.ts';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { EmptyList } from './empty-list.tsx';
import { myWork, type WorkEntry } from '../workspace/my-work.ts';
import { changeWorkspace, useWorkspace } from '../workspace/workspace.ts';
import css from './work-list.module.css';

/** Brings work to the front of the workspace. */
function showWork(workItemId: string): void {
  changeWorkspace((tabs) => openWork(tabs, workItemId, 'accepted'));
  useUi.setState({ workspaceInFront: true });
}

/** The agent's open work and wrap-ups, one row of the same height each. */
export function WorkList() {
  const { t } = useTranslation();
  const entries = myWork(useSnapshot((snapshot) => snapshot));
  const { active } = useWorkspace();
  const offers = useSnapshot((snapshot) => snapshot.offers.length);
  return (
    <>
      <h2 className={css.heading}>
        {t('work.list')}
        {entries.length > 0 && <span className={css.count}>{entries.length}</span>}
      </h2>
      {entries.length > 0 && (
        <ul role="list" aria-label={t('work.list')} className={css.list}>
          {entries.map((entry) => (
            <WorkRow key={entry.work.agentWorkId} entry={entry} selected={entry.work.workItemId === active} />
          ))}
        </ul>
      )}
      {entries.length === 0 && offers === 0 && <EmptyList />}
    </>
  );
}

function WorkRow({ entry, selected }: { readonly entry: WorkEntry; readonly selected: boolean }) {
  const { t } = useTranslation();
  const { customer, subject, channel, workItemId } = entry.work;
  const unread = entry.phase === 'open' ? (entry.work.conversation?.unread ?? 0) : 0;
  return (
    <li aria-label={t('work.item', { customer, subject })} className={css.item}>
      <button
        type="button"
        className={css.row}
        aria-current={selected || undefined}
        onClick={() => showWork(workItemId)}
      >
        <span className={css.channel} data-phase={entry.phase}>
          <Icon name={channelIcon(channel.kind)} />
        </span>
        <span className={css.words}>
          <span className={css.first}>
            <strong className={css.customer} data-unread={unread > 0 || undefined}>
              {customer}
            </strong>
            <State entry={entry} />
          </span>
          <span className={css.second}>
            <span className={css.last}>{secondLine(entry, t('work.you', { text: '' }))}</span>
            {unread > 0 && (
              <span className={css.unread}>
                <span aria-hidden="true">{unread}</span>
                <Hidden>{t('work.unread', { count: unread })}</Hidden>
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

/** The last message, or the subject of the work. */
function secondLine(entry: WorkEntry, you: string): string {
  const last = entry.phase === 'open' ? entry.work.conversation?.lastMessage : null;
  if (!last || last.from === 'system') return entry.work.subject;
  return last.from === 'agent' ? `${you}${last.text}` : last.text;
}

function State({ entry }: { readonly entry: WorkEntry }) {
  const { t } = useTranslation();
  if (entry.phase === 'wrap-up') return <WrappingUp deadline={entry.work.deadline} />;
  const { state, transfer, helpWanted, conversation } = entry.work;
  if (transfer) return <span className={css.state}>{t('work.transferring', { to: transfer.to })}</span>;
  if (state === 'on-hold') return <span className={css.state}>{t('work.onHold')}</span>;
  if (helpWanted) return <span className={css.state}>{t('work.helpWanted')}</span>;
  const since = conversation?.waitingForYouSince ?? null;
  return since === null ? null : <WaitsForYou since={since} />;
}

function WrappingUp({ deadline }: { readonly deadline: number }) {
  const { t } = useTranslation();
  const left = deadline - useHubNow(deadline);
  return (
    <span className={css.state} data-tone="wrap-up">
      {t('work.wrappingUp', { time: countdown(left) })}
    </span>
  );
}

function WaitsForYou({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const time = clockDuration(useHubNow(since) - since);
  return (
    <span className={css.state} data-tone="waiting" title={t('work.waitingForYou', { time })}>
      <Hidden>{t('work.waitingForYou', { time: '' })}</Hidden>
      {time}
    </span>
  );
}
