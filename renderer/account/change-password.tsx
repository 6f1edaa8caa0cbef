import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_PASSWORD_LENGTH } from '#core/defaults.ts';
import { bridge } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/field.tsx';
import { errorCode, errorText } from '../i18n/error-text.ts';
import { useMirror } from '../state/mirror-store.ts';
import { say } from '../state/ui-store.ts';
import css from './change-password.module.css';

const empty = { current: '', next: '', again: '' };
type Values = typeof empty;

/** Changes the user's own password. The embedded hub recognises this computer and needs none. */
export function ChangePassword() {
  const { t } = useTranslation();
  const embedded = useMirror(({ account }) => account?.embedded ?? false);
  const [values, setValues] = useState(empty);
  const [problems, setProblems] = useState<Partial<Values>>({});
  if (embedded) return <p className={css.hint}>{t('system.password.embedded')}</p>;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const { current, next, again } = values;
    if ([...next].length < MIN_PASSWORD_LENGTH)
      return setProblems({ next: t('system.password.short', { least: MIN_PASSWORD_LENGTH }) });
    if (next !== again) return setProblems({ again: t('system.password.different') });
    setProblems({});
    try {
      await bridge.account.changePassword({ current, next });
      setValues(empty);
      say(t('system.password.changed'));
    } catch (error) {
      setProblems({ [errorCode(error) === 'WRONG_CREDENTIALS' ? 'current' : 'next']: errorText(error) });
    }
  };
  const field = (name: keyof Values, autoComplete: string) => (
    <TextField
      label={t(`system.password.${name}`)}
      type="password"
      value={values[name]}
      error={problems[name]}
      autoComplete={autoComplete}
      onChange={({ target }) => setValues({ ...values, [name]: target.value })}
    />
  );
  return (
    <form className={css.form} aria-label={t('system.password.title')} onSubmit={(event) => void save(event)}>
      {field('current', 'current-password')}
      {field('next', 'new-password')}
      {field('again', 'new-password')}
      <p className={css.hint}>{t('system.password.hint', { least: MIN_PASSWORD_LENGTH })}</p>
      <div>
        <Button type="submit" disabled={values.current === '' || values.next === ''}>
          {t('system.password.save')}
        </Button>
      </div>
    </form>
  );
}
