/** Changes to the tabs of the workspace. They are stored in the settings, so that a reload keeps them. */
import type { Tabs } from '#core/work/workspace-tabs.ts';
import { bridge } from '../bridge/connection.ts';
import { useMirror, useMirrorStore } from '../state/mirror-store.ts';
import { useUi } from '../state/ui-store.ts';

const held = (): Tabs =>
  useUi.getState().workspace ??
  useMirrorStore.getState().mirror?.settings.workspace ?? { tabs: [], active: null };

const same = (a: Tabs, b: Tabs) =>
  a.active === b.active && a.tabs.length === b.tabs.length && a.tabs.every((tab, at) => tab === b.tabs[at]);

/** Applies a change to the newest known tabs and stores it; quick successive changes build on each other. */
export function changeWorkspace(change: (workspace: Tabs) => Tabs): void {
  const before = held();
  const after = change(before);
  if (same(before, after)) return;
  const workspace = { tabs: [...after.tabs], active: after.active };
  useUi.setState({ workspace });
  const drop = () => {
    if (useUi.getState().workspace === workspace) useUi.setState({ workspace: null });
  };
  bridge.settings.update({ workspace }).then(() => whenStored(workspace, drop), drop);
}

/**
 * The shell's answer may arrive before the push that contains the change: until then the old tabs must not reappear.
 */
const PUSH_TIMEOUT_MS = 2_000;

function whenStored(workspace: Tabs, then: () => void): void {
  const stored = () => {
    const there = useMirrorStore.getState().mirror?.settings.workspace;
    return there !== undefined && same(there, workspace);
  };
  if (stored()) return then();
  const finish = () => {
    stop();
    clearTimeout(timer);
    then();
  };
  const stop = useMirrorStore.subscribe(() => stored() && finish());
  const timer = setTimeout(finish, PUSH_TIMEOUT_MS);
}

export function useWorkspace(): Tabs {
  const stored = useMirror((mirror) => mirror.settings.workspace);
  return useUi((ui) => ui.workspace) ?? stored;
}
