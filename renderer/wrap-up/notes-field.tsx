import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { TextArea } from '../controls/field.tsx';
import { useUi } from '../state/ui-store.ts';
import { flushNotes, editNotes } from './save-notes.ts';
import css from './notes-field.module.css';

/** Notes of one work; edits survive a status change, a closed tab and a lost link. */
export function NotesField({
  agentWorkId,
  notes,
  tall,
}: {
  readonly agentWorkId: string;
  readonly notes: string;
  readonly tall?: boolean;
}) {
  const { t } = useTranslation();
  const typed = useUi((ui) => ui.notes[agentWorkId]);
  useEffect(() => () => void flushNotes(agentWorkId), [agentWorkId]);
  return (
    <div className={css.notes}>
      <TextArea
        label={t('panel.notes')}
        placeholder={t('panel.notesPlaceholder')}
        value={typed ?? notes}
        maxLength={20_000}
        rows={tall ? 6 : 3}
        onChange={(event) => editNotes(agentWorkId, event.target.value)}
        onBlur={() => flushNotes(agentWorkId)}
      />
    </div>
  );
}
