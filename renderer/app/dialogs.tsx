import { useTranslation } from 'react-i18next';
import { closeTab } from '#core/work/workspace-tabs.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../controls/dialog.tsx';
import { TransferDialog } from '../conversation/transfer-dialog.tsx';
import { OpenWorkDialog, UntilDialog } from '../presence/status-dialogs.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { closeDialog, useUi } from '../state/ui-store.ts';
import { changeWorkspace } from '../workspace/workspace.ts';

/** The open dialog, if any. A dialog about work that has ended closes by itself. */
export function Dialogs() {
  const { t } = useTranslation();
  const dialog = useUi((ui) => ui.dialog);
  const work = useSnapshot((snapshot) =>
    dialog && 'workItemId' in dialog
      ? snapshot.work.find(({ workItemId }) => workItemId === dialog.workItemId)
      : undefined,
  );
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'open-work':
      return <OpenWorkDialog statusId={dialog.statusId} signOut={dialog.signOut} />;
    case 'until':
      return <UntilDialog statusId={dialog.statusId} />;
    case 'transfer':
      return work ? <TransferDialog work={work} /> : null;
    case 'back-to-queue':
      return work ? (
        <Confirm
          title={t('conversation.backToQueueTitle')}
          text={t('conversation.backToQueueText', { customer: work.customer })}
          yes={t('conversation.backToQueue')}
          onYes={() => void attempt(bridge.work.backToQueue({ agentWorkId: work.agentWorkId }))}
        />
      ) : null;
    case 'close-tab':
      return work ? (
        <Confirm
          title={t('workspace.closeTitle', { customer: work.customer })}
          text={t('workspace.closeText')}
          yes={t('workspace.closeOnly')}
          onYes={() => changeWorkspace((tabs) => closeTab(tabs, work.workItemId))}
        />
      ) : null;
  }
}

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly onYes: () => void;
}

function Confirm({ title, text, yes, onYes }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={closeDialog}>
      <DialogText>{text}</DialogText>
      <DialogButtons>
        <Button onClick={closeDialog}>{t('app.cancel')}</Button>
        <Button
          look="primary"
          onClick={() => {
            closeDialog();
            onYes();
          }}
        >
          {yes}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
