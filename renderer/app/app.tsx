import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AppFrame } from './app-frame.tsx';
import { Button } from '../controls/button.tsx';
import { goTo } from '../state/address.ts';
import { ShellAlarms, ShellDisconnectedAlarm } from '../alarms/alarms.tsx';
import { useMirrorStore } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import css from './app.module.css';

const SignInPage = lazy(() =>
  import('../account/sign-in-page.tsx').then((page) => ({ default: page.SignInPage })),
);

/** Which of the four views is shown: rejected, starting, signing in, or the application itself. */
export function App() {
  const { t } = useTranslation();
  const refused = useUi((ui) => ui.bridge) === 'refused';
  const route = useUi((ui) => ui.route);
  const mirror = useMirrorStore((state) => state.mirror);
  if (refused)
    return (
      <main className={css.plain}>
        <h1>{t('app.refusedTitle')}</h1>
        <p>{t('app.refusedText')}</p>
      </main>
    );
  const signedOut = mirror !== null && (mirror.account?.username ?? null) === null;
  return (
    <CSPProvider disableStyleElements>
      <Suspense fallback={null}>
        {signedOut || (mirror && route === 'sign-in') ? (
          <SignInPage />
        ) : mirror?.snapshot ? (
          <AppFrame />
        ) : (
          <>
            <ShellDisconnectedAlarm />
            {mirror && <ShellAlarms />}
            <main className={css.plain}>
              <p>{t('app.loading')}</p>
              {mirror?.alarms.length ? <ElsewhereButton /> : null}
            </main>
          </>
        )}
      </Suspense>
    </CSPProvider>
  );
}

/** The way out when the hub does not answer. */
function ElsewhereButton() {
  const { t } = useTranslation();
  const fixed = useMirrorStore(({ mirror }) => mirror?.managed.includes('hub') ?? true);
  if (fixed) return null;
  return <Button onClick={() => goTo('sign-in')}>{t('preferences.otherHub')}</Button>;
}
