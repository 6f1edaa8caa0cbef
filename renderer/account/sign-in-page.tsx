import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/field.tsx';
import { errorText } from '../i18n/error-text.ts';
import { ShellAlarms, ShellDisconnectedAlarm } from '../alarms/alarms.tsx';
import { goTo } from '../state/address.ts';
import { useMirror } from '../state/mirror-store.ts';
import { type CertificateWarning, certificateWarning, CertificateDialog } from './certificate-dialog.tsx';
import css from './sign-in-page.module.css';

/** Signing in to a hub. Errors are shown next to the fields, as text. */
export function SignInPage() {
  const { t } = useTranslation();
  const account = useMirror((mirror) => mirror.account);
  const hubIsManaged = useMirror((mirror) => mirror.managed.includes('hub'));
  const signedIn = useMirror((mirror) => mirror.snapshot !== null);
  const [hub, setHub] = useState(account?.embedded === false ? account.hub : '');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [doubt, setDoubt] = useState<CertificateWarning | null>(null);

  const go = async (command: Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    setDoubt(null);
    try {
      await command;
      setPassword('');
      goTo('work');
    } catch (error) {
      const asked = certificateWarning(error);
      setDoubt(asked);
      setProblem(asked ? null : errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go(bridge.account.signIn({ hub, username, password }));
  };
  const trust = ({ fingerprint }: CertificateWarning) =>
    void go(bridge.account.signIn({ hub, username, password, certificate: fingerprint }));

  return (
    <div className={css.page}>
      <div className={css.banners}>
        <ShellDisconnectedAlarm />
        <ShellAlarms />
      </div>
      <main className={css.card}>
        <h1>{t('account.title')}</h1>
        <p className={css.text}>{t('account.text')}</p>
        <form className={css.form} onSubmit={submit}>
          <TextField
            label={t('account.hub')}
            readOnly={hubIsManaged}
            type="text"
            inputMode="url"
            placeholder="https://hub.example.com"
            required
            value={hub}
            onChange={(event) => setHub(event.target.value)}
          />
          <TextField
            label={t('account.username')}
            autoComplete="username"
            autoCapitalize="none"
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
          <TextField
            label={t('account.password')}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {problem && (
            <p role="alert" className={css.problem}>
              {problem}
            </p>
          )}
          <Button look="primary" size="large" type="submit" disabled={busy}>
            {busy ? t('account.signingIn') : t('account.signIn')}
          </Button>
        </form>
        <div className={css.others}>
          {signedIn && (
            <Button look="quiet" onClick={() => goTo('work')}>
              {t('account.back')}
            </Button>
          )}
          {!hubIsManaged && !(signedIn && account?.embedded) && (
            <Button look="quiet" disabled={busy} onClick={() => void go(bridge.account.useEmbedded({}))}>
              {t('account.useEmbedded')}
            </Button>
          )}
        </div>
      </main>
      {doubt && (
        <CertificateDialog doubt={doubt} onTrust={() => trust(doubt)} onClose={() => setDoubt(null)} />
      )}
    </div>
  );
}
