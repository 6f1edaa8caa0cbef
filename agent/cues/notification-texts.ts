/** Texts of the system's notifications, for shells that can show them. Short: systems truncate after two lines. */
import { formatText } from '#core/i18n/texts.ts';
import type { Notice, Offer, OpenWork } from '#core/snapshot.ts';
import { placeOf } from '#core/supervision/alerts.ts';
import type { Alert } from '#core/supervision/floor.ts';
import type { Language } from '#core/vocabulary.ts';

export interface NotificationText {
  /** Stable per reason: a second one with the same id replaces the first. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** What a click brings to the front; `null` = the main window as it is. */
  readonly workItemId: string | null;
  /** Page of the main window that a click opens when it does not concern the agent's own work. */
  readonly place?: string;
  readonly actions: readonly { readonly id: 'accept' | 'decline'; readonly label: string }[];
}

const words = {
  en: {
    offer: (channel: string, customer: string) => `${channel} from ${customer}`,
    transferred: (from: string) => `Handed over by ${from}`,
    accept: 'Accept',
    decline: 'Decline',
    opened: (customer: string) => `Opened for you: ${customer}`,
    lost: 'Connection lost',
    lostBody: 'No new work reaches you until the connection is back.',
    returned: 'A transfer came back',
    returnedBody: (customer: string) => `${customer} is with you again.`,
  },
  ko: {
    offer: (channel: string, customer: string) => `${customer} 님의 ${channel}`,
    transferred: (from: string) => `${from} 님이 넘긴 업무`,
    accept: '수락',
    decline: '거절',
    opened: (customer: string) => `자동으로 열림: ${customer}`,
    lost: '연결이 끊어졌습니다',
    lostBody: '다시 연결될 때까지 새 업무가 배정되지 않습니다.',
    returned: '전달한 업무가 돌아왔습니다',
    returnedBody: (customer: string) => `${customer} 님의 업무가 다시 배정되었습니다.`,
  },
} as const;

export function offerNotification(offer: Offer, language: Language): NotificationText {
  const w = words[language];
  return {
    id: `offer:${offer.agentWorkId}`,
    title: w.offer(offer.channel.name, offer.customer),
    body: [offer.subject, offer.transfer ? w.transferred(offer.transfer.from) : (offer.queue?.name ?? '')]
      .filter((line) => line !== '')
      .join('\n'),
    workItemId: offer.workItemId,
    actions: [
      { id: 'accept', label: w.accept },
      ...(offer.canDecline ? [{ id: 'decline', label: w.decline } as const] : []),
    ],
  };
}

export const openedNotification = (work: OpenWork, language: Language): NotificationText => ({
  id: `opened:${work.agentWorkId}`,
  title: words[language].opened(work.customer),
  body: work.subject,
  workItemId: work.workItemId,
  actions: [],
});

/** The customer's text is shown only as far as the work list shows it. */
export const messageNotification = (work: OpenWork): NotificationText => ({
  id: `message:${work.workItemId}`,
  title: work.customer,
  body: work.conversation?.lastMessage?.text ?? work.subject,
  workItemId: work.workItemId,
  actions: [],
});

export const linkLostNotification = (language: Language): NotificationText => ({
  id: 'link-lost',
  title: words[language].lost,
  body: words[language].lostBody,
  workItemId: null,
  actions: [],
});

export const alertNotification = (alert: Alert, language: Language): NotificationText => ({
  // Windows allows 64 characters, most of which are the subject's.
  id: `${alert.kind}:${alert.workItemId ?? alert.agentId ?? alert.queueId}`,
  title: formatText(language, `alerts.${alert.kind}`, alert.params),
  body: '',
  workItemId: null,
  place: placeOf(alert),
  actions: [],
});

export const transferReturnedNotification = (notice: Notice, language: Language): NotificationText => ({
  id: `returned:${notice.id}`,
  title: words[language].returned,
  body: words[language].returnedBody(String(notice.params.customer ?? '')),
  workItemId: typeof notice.params.workItemId === 'string' ? notice.params.workItemId : null,
  actions: [],
});
