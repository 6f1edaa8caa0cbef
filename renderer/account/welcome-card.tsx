import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { goTo } from '../state/address.ts';
import { useMirror, useSnapshot } from '../state/mirror-store.ts';
import css from './welcome-card.module.css';

/** Loaded only on demand. */
const StartEmptyQuestion = lazy(() =>
  import('../setup/import/start-empty.tsx').then((page) => ({ default: page.StartEmptyQuestion })),
);

/** The first start: three ways to the first accepted chat, two to the user's own contact centre. */
export function WelcomeCard() {
  const { t } = useTranslation();
  const wanted = useMirror(({ settings, account }) => !settings.welcomed && account?.embedded === true);
  const hub = useSnapshot((snapshot) => snapshot.hub);
  const isAdmin = useSnapshot(({ agent }) => agent.roles.includes('admin'));
  const [emptying, setEmptying] = useState(false);
  if (!wanted) return null;
  const putAway = () => attempt(bridge.settings.update({ welcomed: true }));
  return (
    <section aria-label={t('welcome.title')} className={css.card}>
      <div className={css.top}>
        <h2>{t('welcome.title')}</h2>
        <IconButton icon="close" label={t('app.dismiss')} onClick={() => void putAway()} />
      </div>
      <p className={css.text}>{t('welcome.text')}</p>
      {hub.practice.offered && (
        <button
          type="button"
          className={css.way}
          onClick={() => {
            void attempt(bridge.practice.start({}));
            void putAway();
          }}
        >
          <Icon name="spark" size={20} />
          <strong>{t('welcome.practice')}</strong>
          <span>{t('welcome.practiceText')}</span>
        </button>
      )}
      <a className={css.way} href={hub.customerPage} target="_blank" rel="noopener noreferrer">
        <Icon name="chat" size={20} />
        <strong>{t('welcome.customer')}</strong>
        <span>{t('welcome.customerText')}</span>
      </a>
      {isAdmin && (
        <>
          <a className={css.way} href="#/setup/import">
            <Icon name="transfer" size={20} />
            <strong>{t('system.welcome.import')}</strong>
            <span>{t('system.welcome.importText')}</span>
          </a>
          <button type="button" className={css.way} onClick={() => setEmptying(true)}>
            <Icon name="custom" size={20} />
            <strong>{t('system.welcome.empty')}</strong>
            <span>{t('system.welcome.emptyText')}</span>
          </button>
        </>
      )}
      <button type="button" className={css.way} onClick={() => goTo('sign-in')}>
        <Icon name="person" size={20} />
        <strong>{t('welcome.connect')}</strong>
        <span>{t('welcome.connectText')}</span>
      </button>
      {emptying && (
        <Suspense fallback={null}>
          <StartEmptyQuestion onClose={() => setEmptying(false)} onDone={() => void putAway()} />
        </Suspense>
      )}
    </section>
  );
}
