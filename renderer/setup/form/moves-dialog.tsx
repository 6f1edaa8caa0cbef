import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Move } from '#core/contract/setup.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import css from './form.module.css';

interface Question {
  readonly moves: readonly Move[];
  readonly answer: (yes: boolean) => void;
}

/** Asks before users are moved from another place; true at once when there are none. */
export function useMoveConfirmation(title: string, text: string) {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = async (moves: readonly Move[]): Promise<boolean> => {
    if (moves.length === 0) return true;
    const yes = await new Promise<boolean>((answer) => setQuestion({ moves, answer }));
    setQuestion(null);
    return yes;
  };
  const dialog = question && <MovesDialog title={title} text={text} {...question} />;
  return { ask, dialog };
}

function MovesDialog({
  title,
  text,
  moves,
  answer,
}: Question & { readonly title: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={() => answer(false)}>
      <DialogText>{text}</DialogText>
      <ul className={css.uses}>
        {moves.map(({ kind, id, name, from }) => (
          <li key={`${kind} ${id}`}>
            {t('setup.configuration.move', { what: t(`setup.nouns.${kind}`), name, from })}
          </li>
        ))}
      </ul>
      <DialogButtons>
        <Button onClick={() => answer(false)}>{t('app.cancel')}</Button>
        <Button look="primary" onClick={() => answer(true)}>
          {t('setup.configuration.moveThem')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
