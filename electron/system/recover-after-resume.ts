/**
 * After a sleep: first the sound is rebuilt, then the link. The user counts as back only with both: without sound an
 * offer goes unheard, and a connected agent gets offers.
 */
import type { BrowserWindow } from 'electron';
import { type Clock, pause } from '#agent/clock.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';

/** Maximum wait for the sound and for the link. OQ. */
const RECOVERY_TIMEOUT_MS = 8_000;
const POLL_INTERVAL_MS = 100;
const RINGER = 'ringer' satisfies DesktopWindow;

/** Resolves when `ringer`, the window that rings, can play and the link is back; or when the wait times out. */
export async function rebuild(runtime: AgentRuntime, ringer: BrowserWindow, clock: Clock): Promise<void> {
  runtime.windows.doubtSound(RINGER);
  if (!ringer.isDestroyed()) ringer.webContents.reload();
  await until(clock, () =>
    runtime.windows.all().some(({ windowId, audio }) => windowId === RINGER && audio === 'running'),
  );
  runtime.hub.release();
  await until(clock, () => runtime.state(null).link.state === 'connected');
}

async function until(clock: Clock, there: () => boolean): Promise<void> {
  const end = clock.steady() + RECOVERY_TIMEOUT_MS;
  while (!there() && clock.steady() < end) await pause(clock, POLL_INTERVAL_MS);
}
