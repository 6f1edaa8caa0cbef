import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorWork } from '#core/supervision/floor.ts';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { TranscriptLog } from '../../conversation/transcript-log.tsx';
import { readingAlong, useTranscript } from '../../conversation/use-transcript.ts';
import compact from '../../controls/compact.module.css';
import css from './work-side.module.css';

/** The conversation as its agent sees it, and a field for whispers to the agent. */
export function MonitorView({ work }: { readonly work: FloorWork }) {
  const { t } = useTranslation();
  const { transcript, loadingOlder, older } = useTranscript(work.workItemId, readingAlong);
  const [text, setText] = useState('');
  // The same text sent again after a failure is the same whisper.
  const clientId = useRef(crypto.randomUUID());
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    const sent = await attempt(
      bridge.supervisor.conversation.whisper({
        workItemId: work.workItemId,
        clientId: clientId.current,
        text,
      }),
    );
    if (!sent) return;
    setText('');
    clientId.current = crypto.randomUUID();
  };
  return (
    <div className={css.reading}>
      <TranscriptLog
        workItemId={work.workItemId}
        customer={work.customer}
        transcript={transcript}
        loadingOlder={loadingOlder}
        onOlder={older}
      />
      <form className={css.whisper} onSubmit={(event) => void send(event)}>
        <input
          className={compact.control}
          aria-label={t('supervisor.whisper')}
          placeholder={t('supervisor.whisperHint')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit">{t('supervisor.acts.whisper')}</Button>
      </form>
    </div>
  );
}
