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

/** The button names the status alone; the line below it describes it, and is part of what can be clicked. */
function PresenceButton(props: React.ComponentProps<'button'>) {
  const { t, i18n } = useTranslation();
  const presence = useSnapshot((snapshot) => snapshot.presence);
  return (
    <div className={css.presence}>
      <BaseDot base={presence.effectiveBase} size={16} />
      <div className={css.words}>
        <button
          {...props}
          type="button"
          className={css.status}
          aria-label={t('presence.button', { status: presence.status.text })}
          aria-describedby="presence-since"
          aria-keyshortcuts="Control+Shift+P Meta+Shift+P"
        >
          <strong>{presence.status.text}</strong>
          <Icon name="down" size={12} />
        </button>
        <p className={css.since} id="presence-since">
          <TimeInStatus since={presence.since} />
          {presence.until !== null && (
            <span>{t('presence.endsAt', { time: timeOfDay(presence.until, i18n.language) })}</span>
          )}
          {presence.effectiveBase !== presence.status.base && (
            <span>{t('presence.effective', { base: t(`bases.${presence.effectiveBase}`) })}</span>
          )}
          {presence.setBy.kind !== 'you' && (
            <span>{t(`setBy.${presence.setBy.kind}`, { name: presence.setBy.name ?? '' })}</span>
          )}
        </p>
      </div>
    </div>
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
