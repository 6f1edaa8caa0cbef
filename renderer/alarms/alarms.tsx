import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '#core/supervision/alerts.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge, retryNow } from '../bridge/connection.ts';
import { Button } from '../controls/button.tsx';
import { timeOfDay } from '../i18n/format.ts';
import { sentence } from '../i18n/sentence.ts';
import { PresenceBanner } from '../presence/presence-banner.tsx';
import { unlockAudio } from '../sound/audio.ts';
import { useHubNow } from '../state/clock.ts';
import { useMirror, useSnapshot } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';
import { goTo } from '../state/address.ts';
import { Banner } from '../controls/banner.tsx';
import css from './alarms.module.css';

/** These end by themselves when their cause is gone; the user cannot dismiss them. */
const lasting: ReadonlySet<string> = new Set(['connection-lost', 'hub-restarting', 'hub-failed']);

/** Everything that must be seen, most urgent first. */
export function Alarms() {
  return (
    <>
      <ShellDisconnectedAlarm />
      <ShellAlarms />
      <SoundBlocked />
      <Muted />
      <PresenceBanner />
      <SupervisorAlerts />
      <Notices />
      <UpdateReady />
    </>
  );
}

export function ShellDisconnectedAlarm() {
  const { t } = useTranslation();
  const away = useUi((ui) => ui.bridge) === 'away';
  if (!away) return null;
  return (
    <Banner alarm tone="bad" text={t('app.away')} action={{ label: t('app.retryNow'), onClick: retryNow }} />
  );
}

export function ShellAlarms() {
  const alarms = useMirror((mirror) => mirror.alarms);
  return alarms.map(({ id, kind, params }) => (
    <Banner
      key={id}
      alarm
      tone={kind === 'settings-reset' || kind === 'hub-restarting' ? 'warn' : 'bad'}
      text={sentence(`alarms.${kind}`, params)}
      detail={kind === 'connection-lost' ? <RetryIn /> : undefined}
      onDismiss={
        lasting.has(kind) ? undefined : () => void attempt(bridge.settings.dismissAlarm({ alarmId: id }))
      }
    />
  ));
}

function RetryIn() {
  const { t } = useTranslation();
  const link = useMirror((mirror) => mirror.link);
  const skew = useMirror((mirror) => mirror.skew);
  const at = link.retryAt === null ? null : link.retryAt + skew;
  const now = useHubNow(at ?? 0);
  if (at === null || at <= now) return null;
  return <span className={css.detail}>{t('link.retryIn', { seconds: Math.ceil((at - now) / 1000) })}</span>;
}

function SoundBlocked() {
  const { t } = useTranslation();
  const blocked = useUi((ui) => ui.audio) === 'blocked';
  const freely = useMirror((mirror) => mirror.capabilities.soundWithoutClick);
  if (!blocked || freely) return null;
  return (
    <div className={css.sound}>
      <p>{t('sound.blocked')}</p>
      <Button look="primary" size="large" icon="sound" onClick={() => void unlockAudio()}>
        {t('sound.enable')}
      </Button>
    </div>
  );
}

function Muted() {
  const { t, i18n } = useTranslation();
  const muteUntil = useMirror((mirror) => mirror.settings.muteUntil);
  const skew = useMirror((mirror) => mirror.skew);
  const now = useHubNow() - skew;
  if (muteUntil === null || muteUntil <= now) return null;
  return (
    <Banner
      tone="note"
      text={t('sound.muted', { time: timeOfDay(muteUntil, i18n.language) })}
      action={{
        label: t('sound.unmute'),
        onClick: () => void attempt(bridge.settings.update({ muteUntil: null })),
      }}
    />
  );
}

/** A new version waits for a restart; there is no button while work is open. */
function UpdateReady() {
  const { t } = useTranslation();
  const update = useMirror((mirror) => mirror.update);
  const [putAway, putAwayVersion] = useState<string | null>(null);
  if (!update || putAway === update.version) return null;
  const { version, waitsFor } = update;
  return (
    <Banner
      tone="note"
      text={t(waitsFor === null ? 'update.ready' : 'update.waits', { version })}
      action={
        waitsFor === null
          ? { label: t('update.restart'), onClick: () => void attempt(bridge.update.restart({})) }
          : null
      }
      onDismiss={() => putAwayVersion(version)}
    />
  );
}

/** Alerts for the supervisor. A dismissed alert stays hidden in this window until it recurs. */
function SupervisorAlerts() {
  const { t } = useTranslation();
  const alerts = useMirror((mirror) => mirror.alerts);
  const put = useUi((ui) => ui.alertsPutAway);
  return alerts
    .filter(({ id }) => !put.includes(id))
    .map((alert) => (
      <Banner
        key={alert.id}
        alarm
        tone="warn"
        text={sentence(`alerts.${alert.kind}`, alert.params)}
        action={{ label: t('supervisor.look'), onClick: () => goTo(placeOf(alert)) }}
        onDismiss={() =>
          useUi.setState({
            alertsPutAway: [...put.filter((id) => alerts.some((one) => one.id === id)), alert.id],
          })
        }
      />
    ));
}

function Notices() {
  const notices = useSnapshot((snapshot) => snapshot.notices);
  return notices.map(({ id, kind, params }) => (
    <Banner
      key={id}
      alarm={kind === 'missed-request'}
      tone={kind === 'missed-request' ? 'warn' : 'note'}
      text={sentence(`notices.${kind}`, params)}
      onDismiss={() => void attempt(bridge.work.dismissNotice({ noticeId: id }))}
    />
  ));
}
