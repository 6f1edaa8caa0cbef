import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/connection.ts';
import { attempt } from '../bridge/attempt.ts';
import { Button } from '../controls/button.tsx';
import { Choice, Dialog, DialogButtons, DialogText } from '../controls/dialog.tsx';
import { TextField } from '../controls/field.tsx';
import { hubNow, useMirror, useSnapshot } from '../state/mirror-store.ts';
import { closeDialog } from '../state/ui-store.ts';
import { chooseStatus, queueStatus } from './choose-status.ts';
import { nextTimeOfDay } from './next-time-of-day.ts';

/** Going Offline (or signing out) with open work: the agent decides what happens to it. */
export function OpenWorkDialog({
  statusId,
  signOut,
}: {
  readonly statusId: string;
  readonly signOut: boolean;
}) {
  const { t } = useTranslation();
  const count = useSnapshot((snapshot) => snapshot.work.length);
  const status = useSnapshot((snapshot) => snapshot.statuses.find(({ id }) => id === statusId)?.text ?? '');
  const answer = (command: Promise<unknown>) => {
    closeDialog();
    void attempt(command);
  };
  return (
    <Dialog title={t('presence.offlineTitle')} onClose={closeDialog}>
      <DialogText>{t('presence.offlineText', { count: Math.max(1, count) })}</DialogText>
      <Choice
        title={t('presence.stayUntilDone')}
        hint={t('presence.stayUntilDoneHint', { status })}
        onClick={() => {
          closeDialog();
          void queueStatus(statusId);
        }}
      />
      <Choice
        title={t('presence.handOver')}
        hint={t('presence.handOverHint')}
        onClick={() =>
          answer(
            signOut
              ? bridge.account.signOut({ handOverOpenWork: true })
              : bridge.presence.setStatus({ statusId, handOverOpenWork: true }),
          )
        }
      />
      <DialogButtons>
        <Button onClick={closeDialog}>{t('app.cancel')}</Button>
      </DialogButtons>
    </Dialog>
  );
}

/** A status that ends at a time of day within the next 24 hours. */
export function UntilDialog({ statusId }: { readonly statusId: string }) {
  const { t } = useTranslation();
  const [time, setTime] = useState('');
  const status = useSnapshot((snapshot) => snapshot.statuses.find(({ id }) => id === statusId)?.text ?? '');
  const skew = useMirror((mirror) => mirror.skew);
  return (
    <Dialog title={t('presence.untilTitle', { status })} onClose={closeDialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          closeDialog();
          void chooseStatus(statusId, nextTimeOfDay(time, hubNow() - skew) + Math.round(skew));
        }}
      >
        <TextField
          type="time"
          required
          autoFocus
          label={t('presence.untilTime')}
          hint={t('presence.untilHint')}
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
        <DialogButtons>
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit">
            {t('presence.untilSet')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
