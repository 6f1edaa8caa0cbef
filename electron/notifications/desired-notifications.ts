/**
 * The notifications that should be visible now, as a pure function of the state; and the difference between two such
 * lists.
 */
import {
  alertNotification,
  linkLostNotification,
  messageNotification,
  type NotificationText,
  offerNotification,
  openedNotification,
  transferReturnedNotification,
} from '#agent/cues/notification-texts.ts';
import type { Mirror } from '#core/contract/bridge.ts';
import type { Language } from '#core/vocabulary.ts';

export interface DesiredNotification {
  readonly text: NotificationText;
  /** When this grows for the same notification it is shown again: a further message of the same customer. */
  readonly edition: number;
  /** Shown even while the application is in view, and even if it existed before the start. */
  readonly urgent: boolean;
}

/** An automatically accepted item counts as new for this long. OQ. */
const OPENED_NOTIFICATION_MS = 10_000;

export function desiredNotifications(mirror: Mirror, language: Language, now: number): DesiredNotification[] {
  const { snapshot, link, skew } = mirror;
  const wanted: DesiredNotification[] = [];
  if (link.state === 'lost') wanted.push({ text: linkLostNotification(language), edition: 0, urgent: true });
  for (const alert of mirror.alerts)
    wanted.push({ text: alertNotification(alert, language), edition: 0, urgent: true });
  if (!snapshot) return wanted;
  for (const offer of snapshot.offers)
    wanted.push({ text: offerNotification(offer, language), edition: 0, urgent: true });
  for (const work of snapshot.work) {
    if (work.autoAccepted && work.acceptedAt + OPENED_NOTIFICATION_MS > now + skew)
      wanted.push({ text: openedNotification(work, language), edition: 0, urgent: false });
    if ((work.conversation?.unread ?? 0) > 0)
      wanted.push({
        text: messageNotification(work),
        edition: work.conversation?.lastNumber ?? 0,
        urgent: false,
      });
  }
  for (const notice of snapshot.notices)
    if (notice.kind === 'transfer-returned')
      wanted.push({ text: transferReturnedNotification(notice, language), edition: 0, urgent: false });
  return wanted;
}

export interface NotificationChanges {
  readonly show: readonly NotificationText[];
  /** Ids of those whose reason is gone. */
  readonly close: readonly string[];
}

/**
 * The changes from `before` to `wanted`. `before` is `null` at the start: what is not urgent already existed then and
 * is not new. While the application is in view, only what is urgent and has no place in it is shown.
 */
export function notificationChanges(
  before: readonly DesiredNotification[] | null,
  wanted: readonly DesiredNotification[],
  inFront: boolean,
): NotificationChanges {
  const known = new Map(before?.map((one) => [one.text.id, one.edition]));
  const fresh = wanted.filter(({ text, edition, urgent }) => {
    if (before === null && !urgent) return false;
    if (inFront) return false;
    return (known.get(text.id) ?? -1) < edition;
  });
  const standing = new Set(wanted.map(({ text }) => text.id));
  return {
    show: fresh.map(({ text }) => text),
    close: [...known.keys()].filter((id) => !standing.has(id)),
  };
}
