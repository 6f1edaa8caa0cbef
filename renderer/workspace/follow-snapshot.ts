/** The effects of a new snapshot on this window: tabs to open and close, and messages to show once. */
import i18next from 'i18next';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { openWork, syncTabs, type Tabs } from '#core/work/workspace-tabs.ts';
import { useMirrorStore } from '../state/mirror-store.ts';
import { say, useUi } from '../state/ui-store.ts';
import { myWork } from './my-work.ts';
import { changeWorkspace } from './workspace.ts';

const itemsOf = (snapshot: AgentSnapshot) => new Set(myWork(snapshot).map(({ work }) => work.workItemId));

/**
 * Tabs after a snapshot. New work that the agent accepted (here, in the tray, in another window) comes to the front;
 * auto-accepted work follows the rule of auto-accept; work that a supervisor assigned opens behind. Tabs of ended work
 * close.
 */
export function tabsAfter(tabs: Tabs, before: AgentSnapshot | null, after: AgentSnapshot): Tabs {
  const kept = syncTabs(tabs, itemsOf(after));
  if (!before) return kept;
  const known = itemsOf(before);
  const offered = new Set(before.offers.map(({ workItemId }) => workItemId));
  return after.work
    .filter(({ workItemId }) => !known.has(workItemId))
    .reduce<Tabs>((held, work) => {
      const how = work.autoAccepted ? 'auto-accepted' : offered.has(work.workItemId) ? 'accepted' : 'given';
      return openWork(held, work.workItemId, how);
    }, kept);
}

function tell(before: AgentSnapshot, after: AgentSnapshot): void {
  const knownOffers = new Set(before.offers.map(({ agentWorkId }) => agentWorkId));
  for (const offer of after.offers) {
    if (knownOffers.has(offer.agentWorkId)) continue;
    const { customer, subject } = offer;
    useUi.setState({
      announcement: i18next.t('offers.announce', { channel: offer.channel.name, customer, subject }),
    });
  }
  const known = itemsOf(before);
  for (const work of after.work)
    if (work.autoAccepted && !known.has(work.workItemId))
      say(i18next.t('offers.openedForYou', { customer: work.customer }));
}

/** Starts following; once per page. */
export function followSnapshot(): void {
  useMirrorStore.subscribe(({ mirror }, { mirror: previous }) => {
    const after = mirror?.snapshot;
    const before = previous?.snapshot ?? null;
    if (!after || after === before) return;
    const accepted = useUi.getState().focusComposerOf;
    changeWorkspace((tabs) => tabsAfter(tabs, before, after));
    if (accepted && after.work.some(({ workItemId }) => workItemId === accepted))
      useUi.setState({ workspaceInFront: true });
    if (before && before.version !== after.version) tell(before, after);
  });
}
