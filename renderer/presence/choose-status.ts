/** Choosing a status by hand, and the flow when work is still open. */
import type { AgentSnapshot, StatusView } from '#core/snapshot.ts';
import { attempt } from '../bridge/attempt.ts';
import { bridge } from '../bridge/connection.ts';
import { errorCode, errorText } from '../i18n/error-text.ts';
import { say, useUi } from '../state/ui-store.ts';

/** Sets a status now. The hub answers OPEN_WORK when the agent must first decide about open work. */
export async function chooseStatus(statusId: string, until: number | null = null): Promise<void> {
  try {
    await bridge.presence.setStatus({ statusId, until });
  } catch (error) {
    if (errorCode(error) === 'OPEN_WORK') askAboutOpenWork(statusId);
    else say(errorText(error), 'problem');
  }
}

const askAboutOpenWork = (statusId: string, signOut = false) =>
  useUi.setState({ dialog: { kind: 'open-work', statusId, signOut } });

export const queueStatus = (statusId: string) => attempt(bridge.presence.queueStatus({ statusId }));
export const clearQueuedStatus = () => attempt(bridge.presence.clearQueuedStatus({}));

/** Leaves routing; while work is open, asks what to do with it. */
export async function signOut(snapshot: AgentSnapshot | null): Promise<void> {
  try {
    await bridge.account.signOut({ handOverOpenWork: false });
  } catch (error) {
    const offline = snapshot?.statuses.find((status) => status.base === 'offline');
    if (errorCode(error) === 'OPEN_WORK' && offline) askAboutOpenWork(offline.id, true);
    else say(errorText(error), 'problem');
  }
}

/** The menu's headings: Busy and Busy – do not disturb share one. */
export const menuGroups = ['available', 'busy', 'away', 'offline'] as const;

export const statusesOf = (statuses: readonly StatusView[], group: (typeof menuGroups)[number]) =>
  statuses.filter(({ base }) => base === group || (group === 'busy' && base === 'busy-dnd'));
