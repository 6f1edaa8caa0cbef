import { Menu } from '@base-ui/react/menu';
import { type ComponentProps, useRef } from 'react';
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

/** The agent's current presence, and the control to change it. Always visible. */
export function PresenceBar() {
  const base = useSnapshot((snapshot) => snapshot.presence.effectiveBase);
  const place = useRef<HTMLDivElement>(null);
  return (
    <header className={css.bar}>
      <div ref={place} className={css.presence}>
        <BaseDot base={base} size={16} />
        <div className={css.words}>
          <StatusMenu anchor={place} trigger={<Menu.Trigger render={<PresenceButton />} />} />
          <Since />
        </div>
      </div>
      <NextStatus />
      <span className={css.space} />
      <RingHere />
      <LinkStatus />
      <CapacityMeters />
    </header>
  );
}

/** The button's name is the status alone; the line below it describes it, and is part of the click target. */
function PresenceButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation();
  const status = useSnapshot((snapshot) => snapshot.presence.status.text);
  return (
    <button
      {...props}
      type="button"
      className={css.status}
      aria-label={t('presence.button', { status })}
      aria-describedby={SINCE_ELEMENT_ID}
      aria-keyshortcuts="Control+Shift+P Meta+Shift+P"
    >
      <strong>{status}</strong>
      <Icon name="down" size={12} />
    </button>
  );
}

const SINCE_ELEMENT_ID = 'presence-since';

function Since() {
  const { t, i18n } = useTranslation();
  const { since, until, effectiveBase, status, setBy } = useSnapshot((snapshot) => snapshot.presence);
  return (
    <p className={css.since} id={SINCE_ELEMENT_ID}>
      <TimeInStatus since={since} />
      {until !== null && <span>{t('presence.endsAt', { time: timeOfDay(until, i18n.language) })}</span>}
      {effectiveBase !== status.base && (
        <span>{t('presence.effective', { base: t(`bases.${effectiveBase}`) })}</span>
      )}
      {setBy.kind !== 'you' && <span>{t(`setBy.${setBy.kind}`, { name: setBy.name ?? '' })}</span>}
    </p>
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
      aria-label={t('sound.ringHere')}
      title={t('sound.ringElsewhere')}
      onClick={() => void attempt(bridge.window.ringHere({ windowId }))}
    >
      <span className={css.wordy}>{t('sound.ringHere')}</span>
    </Button>
  );
}
