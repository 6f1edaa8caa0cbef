/** Everything visible outside of the windows follows the state here, and only here. */
import * as electron from 'electron';
import { systemClock } from '#agent/clock.ts';
import { badgeOf } from '#agent/cues/badge.ts';
import type { AgentRuntime } from '#agent/runtime.ts';
import type { Language } from '#core/vocabulary.ts';
import { desiredNotifications } from '../notifications/desired-notifications.ts';
import type { SettingsFollower } from '../system/follow-settings.ts';
import { trayView } from '../tray/tray-view.ts';
import type { Updates } from '../updates/updates.ts';
import type { Lifetime } from './lifetime.ts';
import type { ShellSystem } from './open-system.ts';
import type { ShellWindows } from './shell-windows.ts';
import type { ShellEvents } from './shell-options.ts';

export interface Followers {
  readonly runtime: AgentRuntime;
  readonly language: () => Language;
  readonly windows: ShellWindows;
  readonly system: ShellSystem;
  readonly updates: Updates;
  readonly settings: SettingsFollower;
  readonly events: ShellEvents;
  readonly lifetime: Lifetime;
}

/** Presents every change until the end. Returns a function that presents the current state. */
export function followState(followers: Followers): () => void {
  const { runtime, language, windows, system, updates, settings, events, lifetime } = followers;
  const { main, offers } = windows;
  const present = () => {
    if (lifetime.ending) return;
    const mirror = runtime.state(null);
    const spoken = language();
    const now = systemClock.now();
    system.tray.show(trayView({ mirror, language: spoken, now }));
    offers.want((mirror.snapshot?.offers.length ?? 0) > 0 && !main.focused);
    system.notifier.show(desiredNotifications(mirror, spoken, now), main.focused);
    system.badge.show(badgeOf(mirror), main.focused, spoken);
    system.shortcuts.set(mirror.settings.globalShortcuts);
    updates.follow();
    settings.follow(mirror.settings, spoken);
  };
  lifetime.onEnd(runtime.subscribe(present));
  events.on('front', present);
  electron.nativeTheme.on('updated', present);
  return present;
}
