/** Clicks on notifications of an earlier run, including the click that started this one. */
import type { App, Notification } from 'electron';
import { z } from 'zod';
import { workItemIn } from './notifier.ts';

/** What macOS reports about the notification whose click has started the application. */
const Click = z.object({ identifier: z.string() });

/**
 * Resolves as soon as the system is ready: with the id of the notification whose click has started the application on
 * macOS, else with `null`. `app.whenReady()` does not provide that, and may resolve before the listeners of the event.
 */
export async function readyWithLaunchClick(app: App): Promise<string | null> {
  if (app.isReady()) return null;
  const launch = await new Promise<unknown>((resolve) => app.once('ready', (_event, info) => resolve(info)));
  return Click.safeParse(launch).data?.identifier ?? null;
}

export interface EarlierNotificationsOptions {
  readonly system: typeof Notification;
  readonly platform: NodeJS.Platform;
  /** Of `readyWithLaunchClick`. */
  readonly startedBy: string | null;
  /** Whether this run has shown the one with this id: then it handles its clicks itself. */
  readonly shownHere: (id: string) => boolean;
  readonly open: (workItemId: string) => void;
}

/**
 * Calls `open` with the work item of each such click, on any part of the notification: its offer may have ended.
 * Windows reports them itself, including those of this run; macOS returns the old notifications.
 */
export async function followEarlierNotifications(o: EarlierNotificationsOptions): Promise<void> {
  const { system, platform, startedBy, shownHere, open } = o;
  const openFrom = (given: string) => {
    const workItemId = workItemIn(given);
    if (workItemId !== null) open(workItemId);
  };
  if (platform === 'win32')
    system.handleActivation(({ arguments: given }) => {
      if (!shownHere(tagIn(given))) openFrom(given);
    });
  if (platform !== 'darwin') return;
  if (startedBy !== null) openFrom(startedBy);
  for (const earlier of await system.getHistory())
    for (const event of ['click', 'action'] as const)
      earlier.on(event as 'click', () => openFrom(earlier.id));
}

/** The id in what Windows returns for a notification: `type=click&tag=ID`. */
const tagIn = (given: string): string => new URLSearchParams(given).get('tag') ?? '';
