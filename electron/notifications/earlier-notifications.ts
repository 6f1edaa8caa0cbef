/** Clicks on notifications that an earlier run has shown, also when the click is what started this one. */
import type { Notification } from 'electron';
import { workItemIn } from './notifier.ts';

/** Calls `open` with the work item of each such click. Windows tells by itself, macOS gives the old ones back. */
export async function followEarlierNotifications(
  system: typeof Notification,
  platform: NodeJS.Platform,
  open: (workItemId: string) => void,
): Promise<void> {
  const openFrom = (given: string) => {
    const workItemId = workItemIn(given);
    if (workItemId !== null) open(workItemId);
  };
  if (platform === 'win32') system.handleActivation((details) => openFrom(details.arguments));
  if (platform === 'darwin')
    for (const earlier of await system.getHistory()) earlier.on('click', () => openFrom(earlier.id));
}
