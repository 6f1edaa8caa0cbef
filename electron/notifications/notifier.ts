/** Shows the desired notifications through the system, and reports clicks. */
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { NotificationText } from '#agent/cues/notification-texts.ts';
import { notificationChanges, type DesiredNotification } from './desired-notifications.ts';

/** Whether notifications have been shown so far. */
export type Delivery = 'unsupported' | 'not tried yet' | 'blocked' | 'delivered';

export interface NotifierOptions {
  readonly create: (options: NotificationConstructorOptions) => ElectronNotification;
  readonly supported: boolean;
  readonly platform: NodeJS.Platform;
  readonly clicked: (text: NotificationText) => void;
  readonly chosen: (text: NotificationText, action: 'accept' | 'decline') => void;
  /** Reports whether the system shows notifications, each time that becomes known. */
  readonly delivered: (delivered: boolean) => void;
}

export class Notifier {
  readonly #o: NotifierOptions;
  /** Referenced here, or they would be garbage-collected with their listeners while they are visible. */
  readonly #standing = new Map<string, ElectronNotification>();
  /** Ids of all that this run has shown; a click can still come after the reason is gone. */
  readonly #shown = new Set<string>();
  #before: readonly DesiredNotification[] | null = null;
  #delivery: Delivery;

  constructor(options: NotifierOptions) {
    this.#o = options;
    this.#delivery = options.supported ? 'not tried yet' : 'unsupported';
  }

  get delivery(): Delivery {
    return this.#delivery;
  }

  show(wanted: readonly DesiredNotification[], inFront: boolean): void {
    const { show, close } = notificationChanges(this.#before, wanted, inFront);
    this.#before = wanted;
    for (const id of close) this.#close(id);
    if (this.#o.supported) for (const text of show) this.#raise(text);
  }

  /** Whether this run has shown the notification with this id, as the system knows it. */
  hasShown(id: string): boolean {
    return this.#shown.has(id);
  }

  stop(): void {
    for (const id of [...this.#standing.keys()]) this.#close(id);
  }

  #close(id: string): void {
    this.#standing.get(id)?.close();
    this.#standing.delete(id);
  }

  #raise(text: NotificationText): void {
    const { create, platform, clicked, chosen } = this.#o;
    this.#close(text.id);
    const id = notificationId(text);
    this.#shown.add(id);
    const notification = create({
      id,
      title: text.title,
      body: text.body,
      // We ring ourselves: the sound stops when the offer is answered.
      silent: true,
      ...(text.actions.length > 0 ? { timeoutType: 'never', urgency: 'critical' } : {}),
      // Linux has no buttons; the offer window has them.
      ...(platform === 'linux'
        ? {}
        : { actions: text.actions.map(({ label }) => ({ type: 'button' as const, text: label })) }),
    });
    notification.on('click', () => clicked(text));
    notification.on('action', (details) => {
      const action = text.actions[details.actionIndex];
      if (action) chosen(text, action.id);
    });
    notification.on('show', () => this.#deliver(true));
    notification.on('failed', () => this.#deliver(false));
    this.#standing.set(text.id, notification);
    notification.show();
  }

  #deliver(delivered: boolean): void {
    this.#delivery = delivered ? 'delivered' : 'blocked';
    this.#o.delivered(delivered);
  }
}

/**
 * The id contains the work item, so that a click after a restart still leads to it. Windows allows 64 characters, and
 * Electron splits what Windows returns at `&` and `=`: letters, digits, `-` and `_` are safe.
 */
export const notificationId = ({ id, workItemId }: NotificationText): string =>
  workItemId === null ? id.replaceAll(/[^\w-]/g, '-') : `${id.split(':', 1)[0]}-item-${workItemId}`;

/** The work item of a notification of an earlier run, extracted from what the system returns. */
export const workItemIn = (given: string): string | null => /-item-([\w-]{1,64})/.exec(given)?.[1] ?? null;
