/** New versions: checking for them, and restarting into one. */
import type { AgentRuntime } from '#agent/runtime.ts';
import { systemClock } from '#agent/clock.ts';
import * as place from '../installation.ts';
import { recordUpdateAttempt } from '../updates/failed-update.ts';
import { Updates } from '../updates/updates.ts';
import type { ShellData } from './open-data.ts';
import type { ShellWindows } from './shell-windows.ts';
import type { DesktopShellOptions, ShellEvents } from './shell-options.ts';

export interface UpdatesParts {
  readonly data: ShellData;
  readonly runtime: AgentRuntime;
  readonly windows: ShellWindows;
  readonly events: ShellEvents;
}

/** Not started yet; restarts when the runtime asks for it. */
export function openUpdates(
  { leave, comeBack }: DesktopShellOptions,
  { data, runtime, windows, events }: UpdatesParts,
): Updates {
  const { feed } = data.feed;
  events.on('restart', () => {
    const to = runtime.state(null).update?.version;
    if (!feed || to === undefined) return;
    const hidden = !windows.onScreen;
    recordUpdateAttempt(data.store, place.version, to);
    leave(() => feed.install(() => comeBack(hidden)));
  });
  return new Updates({
    feed,
    clock: systemClock,
    random: Math.random,
    channel: () => runtime.state(null).settings.updateChannel,
    facts: () => runtime.state(null),
    onScreen: () => windows.onScreen,
    fetched: (version) => runtime.reportUpdate(version),
    restart: () => runtime.restartToUpdate(),
    failed: (error) => data.log.add(updatesFailed(error)),
  });
}

/** Why a check for new versions failed, for the log. */
export const updatesFailed = (error: unknown): string =>
  `updates cannot be looked for: ${error instanceof Error ? error.message : String(error)}`;
