/** The warnings that every window shows until their reason is gone or somebody puts them away. */
import type { HubConnectionError } from './link/hub-socket.ts';
import type { Alarm, LinkView } from '#core/contract/bridge.ts';

/** Troubles of the machine that only a shell can see. */
export type ShellTrouble = Extract<
  Alarm['kind'],
  'notifications-blocked' | 'no-tray' | 'update-failed' | 'offers-covered'
>;

export interface AlarmFacts {
  /** Why the hub is not talked to until somebody does something about it. */
  readonly hubTrouble: HubConnectionError | null;
  readonly link: LinkView;
  readonly hubRestarting: boolean;
  /** Last words of an embedded hub that cannot be started again; `null` = none. */
  readonly hubFailure: string | null;
  /** The person must sign in again; at which hub. */
  readonly signedOutOf: string | null;
  /** Address of the sound that could not be played last; `null` = all is well. */
  readonly failedSound: string | null;
  /** Files that were set aside at the start. */
  readonly setAside: readonly string[];
  /** What the shell around the runtime has noticed about this machine. */
  readonly shellTroubles: ReadonlySet<ShellTrouble>;
  readonly dismissed: ReadonlySet<string>;
}

/** The alarms for these facts, most urgent first. The same reason has the same id as long as it lasts. */
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
