import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TestLine } from './test-line.tsx';

type Outcome = 'shown' | 'blocked' | 'missing' | 'asked' | 'failed';
/** If the system has not shown the notification by then, it suppresses notifications. */
const SHOW_TIMEOUT_MS = 1_500;

async function show(body: string): Promise<Outcome> {
  if (!('Notification' in window)) return 'missing';
  const permission = await Notification.requestPermission();
  if (permission === 'denied') return 'blocked';
  if (permission === 'default') return 'asked';
  return new Promise((resolve) => {
    const notification = new Notification('OnQueue', { body });
    notification.addEventListener('show', () => resolve('shown'));
    notification.addEventListener('error', () => resolve('failed'));
    setTimeout(() => resolve('blocked'), SHOW_TIMEOUT_MS);
  });
}

export function NotificationTest() {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <TestLine
      label={t('preferences.testNotification')}
      icon="bell"
      outcome={outcome && t(`preferences.notificationOutcome.${outcome}`)}
      onTest={() => {
        show(t('preferences.notificationBody')).then(setOutcome, () => setOutcome('failed'));
      }}
    />
  );
}
