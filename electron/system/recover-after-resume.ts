/**
 * After a sleep: first the sound is built anew, then the link. Only with both does the person count as back, for nobody
 * hears a dead loudspeaker, and whoever is linked is offered work.
 */
import type { BrowserWindow } from 'electron';
import { type Clock, pause } from '#agent/clock.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import type { DesktopWindow } from '#core/contract/desktop-bridge.ts';

/** Neither the sound nor the link is waited for longer than this. OQ. */
const RECOVERY_TIMEOUT_MS = 8_000;
const POLL_INTERVAL_MS = 100;
const RINGER = 'ringer' satisfies DesktopWindow;

/** Resolves when `ringer`, the window that rings, can be heard and the link is there again; or when waiting is over. */
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
