import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button.tsx';
import { ConversationView } from '../conversation/conversation-view.tsx';
import { RecordView } from '../conversation/record-view.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { findWork, hasConversation, type WorkEntry } from '../workspace/my-work.ts';
import { useWorkspace } from '../workspace/workspace.ts';
import { panelId, tabId, WorkspaceTabs } from '../workspace/workspace-tabs.tsx';
import css from './workspace-area.module.css';

/** The tabs and the active one's content. In a narrow window it covers the list, with a way back. */
export function WorkspaceArea() {
  const { t } = useTranslation();
  const { tabs, active } = useWorkspace();
  const snapshot = useSnapshot((whole) => whole);
  const entries = tabs
    .map((tab) => findWork(snapshot, tab))
    .filter((entry): entry is WorkEntry => entry !== undefined);
  const front = entries.find(({ work }) => work.workItemId === active);
  return (
    <div className={css.area}>
      {entries.length > 0 && (
        <div className={css.head}>
          <IconButton
            icon="back"
            label={t('workspace.back')}
            className={css.back}
            onClick={() => useUi.setState({ workspaceInFront: false })}
          />
          <WorkspaceTabs entries={entries} active={front?.work.workItemId ?? null} />
        </div>
      )}
      {front ? (
        <div
          role="tabpanel"
          id={panelId(front.work.workItemId)}
          aria-labelledby={tabId(front.work.workItemId)}
          className={css.panel}
        >
          {hasConversation(front) ? (
            <ConversationView key={front.work.workItemId} entry={front} />
          ) : (
            <RecordView key={front.work.workItemId} entry={front} />
          )}
        </div>
      ) : (
        <div className={css.nothing}>
          <h2>{t('work.pickTitle')}</h2>
          <p>{t('work.pickText')}</p>
        </div>
      )}
    </div>
  );
}
