/** The tabs of the workspace: which open in front, which open behind, which becomes active when one closes. */
import type { LocalSettings } from '../settings/local-settings.ts';

/** Work item ids in order, and the active one. */
export type Tabs = Readonly<LocalSettings['workspace']>;

/** Maximum number of tabs, as in the local settings. */
const MAX_TABS = 200;

/**
 * Opens work as a tab. Work that the agent accepts or picks comes to the front; work assigned by a supervisor opens
 * behind, marked. Automatically accepted work comes to the front only when no tab is open or its own tab is active;
 * otherwise it opens behind the others, marked. SF.
 */
export function openWork(
  { tabs, active }: Tabs,
  workItemId: string,
  how: 'accepted' | 'auto-accepted' | 'given',
): Tabs & { readonly marked: boolean } {
  const wasOpen = tabs.includes(workItemId);
  const inFront = how === 'accepted' || (how === 'auto-accepted' && (wasOpen || tabs.length === 0));
  const front = inFront ? workItemId : active;
  const opened = wasOpen ? tabs : [...tabs, workItemId];
  const tooMany = opened.length - MAX_TABS;
  const kept = tooMany > 0 ? withoutOldest(opened, tooMany, [front, workItemId]) : opened;
  return { tabs: [...kept], active: front, marked: !inFront };
}

function withoutOldest(tabs: readonly string[], count: number, keep: ReadonlyArray<string | null>): string[] {
  const leaving = new Set(tabs.filter((id) => !keep.includes(id)).slice(0, count));
  return tabs.filter((id) => !leaving.has(id));
}

/** Closes a tab; if it was active, the one to its right becomes active, else the one to its left. */
export const closeTab = (tabs: Tabs, workItemId: string): Tabs => keepTabs(tabs, (id) => id !== workItemId);

/** Moves a tab to this index of the row, from 0. */
export function moveTab({ tabs, active }: Tabs, workItemId: string, to: number): Tabs {
  if (!tabs.includes(workItemId)) return { tabs: [...tabs], active };
  const rest = tabs.filter((id) => id !== workItemId);
  const at = Math.max(0, Math.min(to, rest.length));
  return { tabs: [...rest.slice(0, at), workItemId, ...rest.slice(at)], active };
}

/** Closes every tab whose work the agent no longer has. */
export function syncTabs(tabs: Tabs, liveIds: Iterable<string>): Tabs {
  const live = new Set(liveIds);
  return keepTabs(tabs, (id) => live.has(id));
}

function keepTabs({ tabs, active }: Tabs, keeps: (id: string) => boolean): Tabs {
  const at = active === null ? -1 : tabs.indexOf(active);
  const next = tabs.slice(Math.max(0, at)).find(keeps) ?? tabs.slice(0, Math.max(0, at)).findLast(keeps);
  return { tabs: tabs.filter(keeps), active: active === null ? null : (next ?? null) };
}
