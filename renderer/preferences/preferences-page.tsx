import { useTranslation } from 'react-i18next';
import type { UpdateChannel } from '#core/settings/local-settings.ts';
import { ChangePassword } from '../account/change-password.tsx';
import { alertKinds } from '#core/supervision/floor.ts';
import { supervises } from '#core/supervision/roles.ts';
import { Button } from '../controls/button.tsx';
import { CheckField, SelectField } from '../controls/field.tsx';
import { Section } from '../controls/section.tsx';
import { signOut } from '../presence/choose-status.ts';
import { goTo } from '../state/address.ts';
import { useMirror, useSnapshot } from '../state/mirror-store.ts';
import { change } from './change.ts';
import { NotificationTest } from './notification-test.tsx';
import { SoundSettings } from './sound-settings.tsx';
import css from './preferences-page.module.css';

export function PreferencesPage() {
  const { t } = useTranslation();
  return (
    <div className={css.page}>
      <div className={css.column}>
        <h1 className={css.title}>{t('preferences.title')}</h1>
        <Section title={t('preferences.sounds')}>
          <SoundSettings />
        </Section>
        <Section title={t('preferences.notifications')}>
          <NotificationTest />
          <SupervisorCalls />
        </Section>
        <System />
        <Section title={t('preferences.appearance')}>
          <Appearance />
        </Section>
        <Section title={t('preferences.account')}>
          <Account />
        </Section>
        <Section title={t('system.password.title')}>
          <ChangePassword />
        </Section>
        <Section title={t('preferences.shortcuts')}>
          <Shortcuts />
        </Section>
        <Version />
      </div>
    </div>
  );
}

/** Which alerts reach a supervisor on this device; shown to supervisors only. */
function SupervisorCalls() {
  const { t } = useTranslation();
  const roles = useSnapshot((snapshot) => snapshot.agent.roles);
  const silenced = useMirror((mirror) => mirror.settings.silencedAlerts);
  if (!supervises(roles)) return null;
  return alertKinds.map((kind) => (
    <CheckField
      key={kind}
      label={t(`supervisor.calls.${kind}`)}
      checked={!silenced.includes(kind)}
      onChange={({ target }) =>
        change({
          silencedAlerts: target.checked ? silenced.filter((one) => one !== kind) : [...silenced, kind],
        })
      }
    />
  ));
}

/** Features of a shell beyond a page; a browser shows nothing here. */
function System() {
  const { t } = useTranslation();
  const settings = useMirror((mirror) => mirror.settings);
  const { startAtLogin, globalShortcuts, updates } = useMirror((mirror) => mirror.capabilities);
  const managed = useMirror((mirror) => mirror.managed);
  const login = startAtLogin && !managed.includes('startAtLogin');
  const chooses = updates && !managed.includes('updateChannel');
  if (!login && !globalShortcuts && !chooses) return null;
  return (
    <Section title={t('preferences.thisComputer')}>
      {login && (
        <CheckField
          label={t('preferences.startAtLogin')}
          checked={settings.startAtLogin}
          onChange={({ target }) => change({ startAtLogin: target.checked })}
        />
      )}
      {globalShortcuts && (
        <CheckField
          label={t('preferences.globalShortcuts')}
          hint={t('preferences.globalShortcutsHint')}
          checked={settings.globalShortcuts}
          onChange={({ target }) => change({ globalShortcuts: target.checked })}
        />
      )}
      {chooses && (
        <SelectField
          label={t('preferences.updates')}
          hint={t('preferences.updatesHint')}
          value={settings.updateChannel}
          onChange={({ target }) => change({ updateChannel: target.value as UpdateChannel })}
        >
          <option value="stable">{t('preferences.updatesStable')}</option>
          <option value="preview">{t('preferences.updatesPreview')}</option>
          <option value="none">{t('preferences.updatesNone')}</option>
        </SelectField>
      )}
    </Section>
  );
}

function Appearance() {
  const { t } = useTranslation();
  const { language, theme } = useMirror((mirror) => mirror.settings);
  const managed = useMirror((mirror) => mirror.managed);
  return (
    <>
      {!managed.includes('language') && (
        <SelectField
          label={t('preferences.language')}
          value={language}
          onChange={({ target }) => change({ language: target.value as typeof language })}
        >
          <option value="system">{t('preferences.system')}</option>
          <option value="en" lang="en">
            English
          </option>
          <option value="ko" lang="ko">
            한국어
          </option>
        </SelectField>
      )}
      <SelectField
        label={t('preferences.theme')}
        value={theme}
        onChange={({ target }) => change({ theme: target.value as typeof theme })}
      >
        <option value="system">{t('preferences.system')}</option>
        <option value="light">{t('preferences.light')}</option>
        <option value="dark">{t('preferences.dark')}</option>
      </SelectField>
    </>
  );
}

function Account() {
  const { t } = useTranslation();
  const account = useMirror((mirror) => mirror.account);
  const snapshot = useMirror((mirror) => mirror.snapshot);
  const managed = useMirror((mirror) => mirror.managed);
  return (
    <>
      <p>
        {t('preferences.signedInAs', {
          name: snapshot?.agent.name ?? account?.username ?? '',
          hub: account?.hub ?? '',
        })}
      </p>
      <div className={css.buttons}>
        <Button onClick={() => void signOut(snapshot)}>{t('preferences.signOut')}</Button>
        {!managed.includes('hub') && (
          <Button onClick={() => goTo('sign-in')}>{t('preferences.otherHub')}</Button>
        )}
      </div>
    </>
  );
}

const keys = [
  ['preferences.shortcutAccept', 'Alt A'],
  ['preferences.shortcutDecline', 'Alt D'],
  ['preferences.shortcutStatus', 'Ctrl Shift P'],
  ['preferences.shortcutTab', 'Ctrl 1–9'],
  ['preferences.shortcutMoveTab', 'Ctrl Shift ← →'],
] as const;

function Shortcuts() {
  const { t } = useTranslation();
  return (
    <dl className={css.keys}>
      {keys.map(([name, combination]) => (
        <div key={name}>
          <dt>{t(name)}</dt>
          <dd>
            {combination.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Version() {
  const { t } = useTranslation();
  const version = useMirror((mirror) => mirror.version);
  // The desktop application has them in its Help menu: its pages cannot open windows.
  const inBrowser = location.protocol.startsWith('http');
  return (
    <p className={css.version}>
      {t('app.version', { version })}
      {inBrowser && (
        <>
          {' · '}
          <a href="/third-party-notices.txt" target="_blank" rel="noopener noreferrer">
            {t('preferences.notices')}
          </a>
        </>
      )}
    </p>
  );
}
