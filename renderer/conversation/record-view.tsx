import { useTranslation } from 'react-i18next';
import { channelKinds } from '#core/setup/channel-kinds.ts';
import type { OpenWork } from '#core/snapshot.ts';
import { channelIcon, Icon } from '../controls/icon.tsx';
import { clockDuration } from '../i18n/format.ts';
import { useHubNow } from '../state/clock.ts';
import type { WorkEntry } from '../workspace/my-work.ts';
import { NotesField } from '../wrap-up/notes-field.tsx';
import { WrapUpPanel } from '../wrap-up/wrap-up-panel.tsx';
import { Fields, RecordLink } from './customer-side.tsx';
import { WorkHeader, WorkNotes } from './work-header.tsx';
import css from './record-view.module.css';

/** Work without a conversation: a record with its fields, or a call with its card; notes, and End work. */
export function RecordView({ entry }: { readonly entry: WorkEntry }) {
  return (
    <div className={css.view}>
      <WorkHeader entry={entry} panel={false} />
      {entry.phase === 'open' && <WorkNotes work={entry.work} />}
      <div className={css.body}>
        {entry.phase === 'open' && (
          <>
            {channelKinds[entry.work.channel.kind].call && <CallCard work={entry.work} />}
            <Fields fields={Object.entries(entry.work.fields)} />
            {entry.work.popUpUrl && <RecordLink url={entry.work.popUpUrl} />}
            <NotesField agentWorkId={entry.work.agentWorkId} notes={entry.work.notes} tall />
          </>
        )}
      </div>
      {entry.phase === 'wrap-up' && <WrapUpPanel wrapUp={entry.work} />}
    </div>
  );
}

function CallCard({ work }: { readonly work: OpenWork }) {
  const { t } = useTranslation();
  const since = work.acceptedAt;
  const now = useHubNow(since);
  const held = work.state === 'on-hold';
  return (
    <section aria-label={t('call.card')} className={css.call} data-held={held || undefined}>
      <Icon name={channelIcon(work.channel.kind)} size={24} />
      <div className={css.who}>
        <strong>{work.customer}</strong>
        <p>{held ? t('call.onHold') : t('call.talking')}</p>
      </div>
      <span role="timer" aria-label={t('call.duration')} className={css.long}>
        {clockDuration(now - since)}
      </span>
      <p className={css.hint}>{t('call.hint')}</p>
    </section>
  );
}
