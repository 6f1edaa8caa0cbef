import { expect, test } from 'vitest';
import { alertNotification, type NotificationText } from '#agent/cues/notification-texts.ts';
import { aCallForHelp } from '#tests/support/snapshots.ts';
import { notificationId, workItemIn } from './notifier.ts';
import { notificationChanges, type DesiredNotification } from './desired-notifications.ts';

const text = (id: string, workItemId: string | null = null): NotificationText => ({
  id,
  title: id,
  body: '',
  workItemId,
  actions: [],
});
const one = (id: string, edition = 0, urgent = false): DesiredNotification => ({
  text: text(id),
  edition,
  urgent,
});
const shown = (...args: Parameters<typeof notificationChanges>) =>
  notificationChanges(...args).show.map(({ id }) => id);

test('shows what is new once, shows a further message again, and closes what is over', () => {
  expect(shown([], [one('a')], false)).toEqual(['a']);
  expect(shown([one('a')], [one('a')], false)).toEqual([]);
  expect(shown([one('a', 1)], [one('a', 2)], false)).toEqual(['a']);
  expect(notificationChanges([one('a')], [], false).close).toEqual(['a']);
});

test('treats only what is urgent as new at the start', () => {
  expect(shown(null, [one('message'), one('offer', 0, true)], false)).toEqual(['offer']);
});

test('shows nothing while the application is in view', () => {
  expect(shown([], [one('a'), one('offer', 0, true)], true)).toEqual([]);
});

test('recovers the work item from an id of at most 64 characters after a restart', () => {
  const workItemId = '0199a7b2-5c1d-7e3f-8a4b-1c2d3e4f5a6b';
  const id = notificationId(text('offer:0199a7b2-5c1d-7e3f-8a4b-ffffffffffff', workItemId));
  expect(id.length).toBeLessThanOrEqual(64);
  expect(workItemIn(id)).toBe(workItemId);
  expect(workItemIn(`type=click&tag=${id}`)).toBe(workItemId);
  expect(encodeURIComponent(id)).toBe(id);
  expect(workItemIn('link-lost')).toBeNull();
  expect(workItemIn('message-item-../../etc')).toBeNull();
});

test('leads from an alert to its subject, with an id that every system accepts', () => {
  expect(alertNotification(aCallForHelp, 'en').place).toBe('supervisor/work/w1');
  const queueId = '01234567-89ab-cdef-0123-456789abcdef';
  const kind = 'service-level-critical';
  const long = {
    ...aCallForHelp,
    id: `${kind} ${queueId}`,
    kind,
    workItemId: null,
    agentId: null,
    queueId,
  } as const;
  expect(alertNotification(long, 'en')).toMatchObject({ place: `supervisor/queues/${queueId}` });
  expect(notificationId(alertNotification(long, 'en'))).toMatch(/^[\w-]{1,64}$/);
});
