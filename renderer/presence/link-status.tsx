import { useTranslation } from 'react-i18next';
import type { LinkView } from '#core/contract/bridge.ts';
import { Hidden } from '../controls/hidden.tsx';
import { useMirror } from '../state/mirror-store.ts';
import css from './link-status.module.css';

/** Six link states in three words: an agent needs to know whether work can arrive. */
const words = {
  off: 'lost',
  connecting: 'reconnecting',
  connected: 'connected',
  unsteady: 'reconnecting',
  reconnecting: 'reconnecting',
  lost: 'lost',
} as const satisfies Record<LinkView['state'], string>;

/** Shows nothing while the link is good, a word when it is not. */
export function LinkStatus() {
  const { t } = useTranslation();
  const word = words[useMirror((mirror) => mirror.link.state)];
  const name = t('link.status', { state: t(`link.${word}`) });
  return (
    <span role="status" aria-label={name} title={name} className={css.link} data-state={word}>
      {word === 'connected' ? (
        <Hidden>{t(`link.${word}`)}</Hidden>
      ) : (
        <span className={css.word}>{t(`link.${word}`)}</span>
      )}
    </span>
  );
}
