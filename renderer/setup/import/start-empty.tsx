import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt } from '../../bridge/attempt.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { goTo } from '../../state/address.ts';
import { say } from '../../state/ui-store.ts';
import { loadSetupSnapshot } from '../setup-snapshot.ts';
import { pathTo } from '../places.ts';
import { useAsyncAnswer } from '../use-answer.ts';
import css from '../pages.module.css';

const centre = () => bridge.setup.centre.state({});

/** Shown while the sample centre exists. */
export function StartEmptyCard() {
  const { t } = useTranslation();
  const { answer, ask } = useAsyncAnswer(centre);
  const [asking, setAsking] = useState(false);
  if (!answer?.sample) return null;
  return (
    <section className={css.card} aria-label={t('system.empty.title')}>
      <h2>{t('system.empty.title')}</h2>
      <p className={css.text}>{t('system.empty.text')}</p>
      <div className={css.buttons}>
        <Button onClick={() => setAsking(true)}>{t('system.empty.button')}</Button>
      </div>
      {asking && (
        <StartEmptyQuestion
          onClose={() => {
            setAsking(false);
            ask();
          }}
        />
      )}
    </section>
  );
}

/** Lists what is deleted; requires confirmation. Afterwards the user continues with an own set-up. */
export function StartEmptyQuestion({
  onClose,
  onDone = onClose,
}: {
  readonly onClose: () => void;
  /** Called once it is empty; defaults to `onClose`. */
  readonly onDone?: () => void;
}) {
  const { t } = useTranslation();
  const { answer } = useAsyncAnswer(centre);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    // Another user was faster: there is nothing left to ask.
    if (answer && !answer.sample) onClose();
  }, [answer, onClose]);
  const startEmpty = async () => {
    setBusy(true);
    if (await attempt(bridge.setup.centre.startEmpty({}))) {
      say(t('system.empty.done'));
      await loadSetupSnapshot();
      goTo(pathTo('import'));
      onDone();
    } else onClose();
  };
  return (
    <Dialog title={t('system.empty.question')} onClose={onClose}>
      <DialogText>{t('system.empty.questionText', { count: answer?.conversations ?? 0 })}</DialogText>
      <DialogButtons>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="danger" disabled={busy} onClick={() => void startEmpty()}>
          {t('system.empty.button')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
