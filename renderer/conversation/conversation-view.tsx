import { useEffect } from 'react';
import { bridge } from '../bridge/connection.ts';
import { useUi } from '../state/ui-store.ts';
import type { WorkEntry } from '../workspace/my-work.ts';
import { WrapUpPanel } from '../wrap-up/wrap-up-panel.tsx';
import { useAttention } from '../bridge/attention.ts';
import { Composer } from './composer.tsx';
import { CustomerSide } from './customer-side.tsx';
import { TranscriptLog } from './transcript-log.tsx';
import { useCustomerPanel } from './use-customer-panel.ts';
import { useTranscript } from './use-transcript.ts';
import { WorkHeader, WorkNotes } from './work-header.tsx';
import css from './conversation-view.module.css';

const noReplies: [] = [];

/** One conversation: the log, and below it the composer or, when it has ended, the wrap-up. */
export function ConversationView({ entry }: { readonly entry: WorkEntry }) {
  const { workItemId, customer } = entry.work;
  const { transcript, loadingOlder, older } = useTranscript(workItemId);
  const panel = useCustomerPanel(workItemId);
  const panelOpen = useUi((ui) => ui.panelOpen);
  const attended = useAttention();

  const last = transcript.messages.at(-1)?.number ?? 0;
  useEffect(() => {
    if (attended && last > 0) bridge.conversation.markRead({ workItemId, number: last }).catch(() => {});
  }, [attended, workItemId, last]);

  return (
    <div className={css.view}>
      <div className={css.main}>
        <WorkHeader entry={entry} panel />
        {entry.phase === 'open' && <WorkNotes work={entry.work} />}
        <TranscriptLog
          workItemId={workItemId}
          customer={customer}
          transcript={transcript}
          loadingOlder={loadingOlder}
          onOlder={older}
        />
        {entry.phase === 'open' ? (
          <Composer workItemId={workItemId} replies={panel?.quickReplies ?? noReplies} />
        ) : (
          <WrapUpPanel wrapUp={entry.work} />
        )}
      </div>
      {panelOpen && <CustomerSide entry={entry} panel={panel} />}
    </div>
  );
}
