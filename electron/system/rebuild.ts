/** After a sleep: link and sound are built anew before the person counts as back, for nobody hears a dead loudspeaker. */
import type { BrowserWindow } from 'electron';
import { type Clock, pause } from '#agent/clock.ts';
import type { AgentRuntime } from '#agent/runtime.ts';

/** The person counts as back after this long at the latest. OQ. */
const REBUILT_WITHIN = 8_000;
const LOOK_EVERY = 100;

/** Resolves when the link is there again and `ringer`, the window that rings, can be heard; or when waiting is over. */
export async function rebuild(runtime: AgentRuntime, ringer: BrowserWindow, clock: Clock): Promise<void> {
  runtime.hub.nudge();
  if (!ringer.isDestroyed()) ringer.webContents.reload();
  const there = () =>
    runtime.state(null).link.state === 'connected' &&
    runtime.windows.all().some(({ windowId, audio }) => windowId === 'ringer' && audio === 'running');
  const until = clock.steady() + REBUILT_WITHIN;
  do await pause(clock, LOOK_EVERY);
  while (!there() && clock.steady() < until);
}
