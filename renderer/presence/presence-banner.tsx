import { useTranslation } from 'react-i18next';
import type { PresenceReason } from '#core/vocabulary.ts';
import { sentence } from '../i18n/sentence.ts';
import { Banner } from '../controls/banner.tsx';
import { useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { chooseStatus } from './choose-status.ts';

/** Unexpected changes are explained; the others the agent requested or expects. */
const surprising: ReadonlySet<PresenceReason> = new Set([
  'decline',
  'push-time-out',
  'idle',
  'lock',
  'suspend',
  'link-lost',
  'supervisor',
  'configuration',
]);

/** "You were set to Missed because …", with one click to return. */
export function PresenceBanner() {
  const { t } = useTranslation();
  const { status, since, setBy, reason, detail, goBack } = useSnapshot((snapshot) => snapshot.presence);
  const putAway = useUi((ui) => ui.explainedSince) === since;
  if (putAway || setBy.kind === 'you' || !surprising.has(reason)) return null;
  const name = setBy.name ?? '';
  return (
    <Banner
      tone="warn"
      text={sentence(`presenceChanges.${reason}`, { status: status.text, name, ...detail })}
      action={
        goBack && {
          label: t('presence.goBack', { status: goBack.text }),
          onClick: () => void chooseStatus(goBack.id),
        }
      }
      onDismiss={() => useUi.setState({ explainedSince: since })}
    />
  );
}
