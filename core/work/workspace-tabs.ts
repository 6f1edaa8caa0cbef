/** The tabs of the workspace: which work items are open in which order, and which one is in front. Pure. */

export interface WorkspaceTabs {
  readonly tabs: readonly string[];
  readonly active: string | null;
}

/** `front` = the person asked for it; `auto` = accepted without asking (SF): front only when nothing is open. */
export type OpenHow = 'front' | 'behind' | 'auto';

export function openWork(workspace: WorkspaceTabs, workItemId: string, how: OpenHow): WorkspaceTabs {
  const known = workspace.tabs.includes(workItemId);
  const tabs = known ? workspace.tabs : [...workspace.tabs, workItemId];
  const inFront = how === 'front' || (how === 'auto' && (known || workspace.tabs.length === 0));
  return { tabs, active: inFront ? workItemId : (workspace.active ?? null) };
}

/** Closing the tab in front brings its right neighbour to the front, else its left one. */
export function closeTab(workspace: WorkspaceTabs, workItemId: string): WorkspaceTabs {
  const index = workspace.tabs.indexOf(workItemId);
  if (index < 0) return workspace;
  const tabs = workspace.tabs.filter((tab) => tab !== workItemId);
  const active =
    workspace.active === workItemId ? (tabs[index] ?? tabs[index - 1] ?? null) : workspace.active;
  return { tabs, active };
}

/** Moves a tab to a position, counted from 0 in the order without it; out of range = to that end. */
export function moveTab(workspace: WorkspaceTabs, workItemId: string, to: number): WorkspaceTabs {
  if (!workspace.tabs.includes(workItemId)) return workspace;
  const tabs = workspace.tabs.filter((tab) => tab !== workItemId);
  tabs.splice(Math.max(0, Math.min(to, tabs.length)), 0, workItemId);
  return { ...workspace, tabs };
}

/** Closes the tabs whose work is gone. */
export function syncTabs(workspace: WorkspaceTabs, present: ReadonlySet<string>): WorkspaceTabs {
  return workspace.tabs.filter((tab) => !present.has(tab)).reduce(closeTab, workspace);
}
