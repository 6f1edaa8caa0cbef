import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Password } from '#core/contract/setup.ts';
import { bridge } from '../../bridge/connection.ts';
import { Button } from '../../controls/button.tsx';
import { Dialog, DialogButtons, DialogText } from '../../controls/dialog.tsx';
import { TextField } from '../../controls/field.tsx';
import { errorText } from '../../i18n/error-text.ts';
import { say } from '../../state/ui-store.ts';
import { problemText } from '../form/schema-resolver.ts';

/** Sets a new password for a user and ends the user's other sign-ins. */
export function SetPassword({ userId, name }: { readonly userId: string; readonly name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const close = () => {
    setOpen(false);
    setPassword('');
    setProblem(undefined);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // The dialog is a portal, but in React it is still inside the record's form.
    event.stopPropagation();
    if (!Password.safeParse(password).success)
      return setProblem(problemText({ code: 'TOO_SHORT', params: { least: Password.minLength ?? 0 } }));
    try {
      await bridge.setup.setPassword({ userId, password });
      close();
      say(t('setup.user.passwordSet', { name }));
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('setup.user.setPassword')}</Button>
      {open && (
        <Dialog title={t('setup.user.setPasswordFor', { name })} onClose={close}>
          <DialogText>{t('setup.user.setPasswordText')}</DialogText>
          <form noValidate onSubmit={(event) => void submit(event)}>
            <TextField
              type="password"
              label={t('setup.user.newPassword')}
              value={password}
              error={problem}
              onChange={({ target }) => setPassword(target.value)}
              autoComplete="new-password"
            />
            <DialogButtons>
              <Button onClick={close}>{t('app.cancel')}</Button>
              <Button type="submit" look="primary">
                {t('setup.user.setPassword')}
              </Button>
            </DialogButtons>
          </form>
        </Dialog>
      )}
    </>
  );
}
