/** The alarms that every window shows until their cause is gone or the user dismisses them. */
import type { HubConnectionError } from './link/hub-socket.ts';
import type { Alarm, LinkView } from '#core/contract/bridge.ts';

/** Problems of the machine that only a shell can detect. */
export type ShellTrouble = Extract<
  Alarm['kind'],
  'notifications-blocked' | 'no-tray' | 'update-failed' | 'offers-covered'
>;

export interface AlarmFacts {
  /** What stops the link to the hub until the user acts. */
  readonly hubTrouble: HubConnectionError | null;
  readonly link: LinkView;
  readonly hubRestarting: boolean;
  /** Last output of an embedded hub that cannot be restarted; `null` = none. */
  readonly hubFailure: string | null;
  /** The user must sign in again; the hub to sign in to. */
  readonly signedOutOf: string | null;
  /** Address of the sound that failed to play last; `null` = no failure. */
  readonly failedSound: string | null;
  /** Files that were set aside at startup. */
  readonly setAside: readonly string[];
  /** Problems that the shell has detected on this machine. */
  readonly shellTroubles: ReadonlySet<ShellTrouble>;
  readonly dismissed: ReadonlySet<string>;
}

/** The alarms for these facts, most urgent first. An alarm keeps its id while its cause persists. */
export function alarmsOf(facts: AlarmFacts): Alarm[] {
  const alarms: Alarm[] = [];
  const add = (kind: Alarm['kind'], key: string | number, params: Alarm['params'] = {}) =>
    alarms.push({ id: `${kind}:${key}`, kind, params });
  if (facts.link.state === 'lost') add('connection-lost', facts.link.since, { since: facts.link.since });
  if (facts.hubTrouble !== null) add(facts.hubTrouble, 'now');
  if (facts.signedOutOf !== null) add('signed-out', facts.signedOutOf, { hub: facts.signedOutOf });
  if (facts.hubRestarting) add('hub-restarting', 'now');
  if (facts.hubFailure !== null) add('hub-failed', 'now', { words: facts.hubFailure });
  if (facts.failedSound !== null) add('sound-failed', facts.failedSound, { sound: facts.failedSound });
  for (const trouble of facts.shellTroubles) add(trouble, 'now');
  for (const file of facts.setAside) add('settings-reset', file, { file });
  return alarms.filter(({ id }) => !facts.dismissed.has(id));
}
