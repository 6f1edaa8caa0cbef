import { Menu } from '@base-ui/react/menu';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/connection.ts';
import { attempt } from '../bridge/attempt.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { clockDuration, timeOfDay } from '../i18n/format.ts';
import { useHubNow } from '../state/clock.ts';
import { useMirror, useSnapshot } from '../state/mirror-store.ts';
import { windowId } from '../state/ui-store.ts';
import { BaseDot } from './base-dot.tsx';
import { CapacityMeters } from './capacity-meters.tsx';
import { clearQueuedStatus } from './choose-status.ts';
import { LinkStatus } from './link-status.tsx';
import { StatusMenu } from './status-menu.tsx';
import css from './presence-bar.module.css';

/** What the agent is to the world right now, and the way to change it. Always visible. */
export function PresenceBar() {
  return (
    <header className={css.bar}>
      <StatusMenu trigger={<Menu.Trigger render={<PresenceButton />} />} />
      <NextStatus />
      <span className={css.space} />
      <RingHere />
      <LinkStatus />
      <CapacityMeters />
    </header>
  );
}

function PresenceButton(props: React.ComponentProps<'button'>) {
  const { t, i18n } = useTranslation();
  const presence = useSnapshot((snapshot) => snapshot.presence);
  const others = presence.setBy.kind !== 'you';
  return (
    <button
      {...props}
      type="button"
      className={css.presence}
      aria-label={t('presence.button', { status: presence.status.text })}
      aria-keyshortcuts="Control+Shift+P Meta+Shift+P"
    >
      <BaseDot base={presence.effectiveBase} size={16} />
      <span className={css.words}>
        <span className={css.status}>
          <strong>{presence.status.text}</strong>
          <Icon name="down" size={12} />
        </span>
        <span className={css.since}>
          <TimeInStatus since={presence.since} />
          {presence.until !== null && (
            <span>{t('presence.endsAt', { time: timeOfDay(presence.until, i18n.language) })}</span>
          )}
          {presence.effectiveBase !== presence.status.base && (
            <span>{t('presence.effective', { base: t(`bases.${presence.effectiveBase}`) })}</span>
          )}
          {others && <span>{t(`setBy.${presence.setBy.kind}`, { name: presence.setBy.name ?? '' })}</span>}
        </span>
      </span>
    </button>
  );
}

function TimeInStatus({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const now = useHubNow(since);
  return <span className={css.time}>{t('presence.forTime', { time: clockDuration(now - since) })}</span>;
}

function NextStatus() {
  const { t } = useTranslation();
  const next = useSnapshot((snapshot) => snapshot.presence.next);
  if (!next) return null;
  return (
    <span className={css.next}>
      <BaseDot base={next.base} size={12} />
      <span className={css.nextText}>{t('presence.next', { status: next.text })}</span>
      <IconButton
        icon="close"
        label={t('presence.clearNext')}
        className={css.clear}
        onClick={() => void clearQueuedStatus()}
      />
    </span>
  );
}

function RingHere() {
  const { t } = useTranslation();
  const ringsHere = useMirror((mirror) => mirror.ringsHere);
  if (ringsHere) return null;
  return (
    <Button
      look="quiet"
      icon="muted"
      title={t('sound.ringElsewhere')}
      onClick={() => void attempt(bridge.window.ringHere({ windowId }))}
    >
      {t('sound.ringHere')}
    </Button>
  );
}
