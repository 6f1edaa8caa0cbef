/**
 * The sounds that should be heard now, as a pure function of state, settings and time. Starts and stops nothing: a cue
 * is in the list while its reason lasts, and the player follows the list.
 */
import type { Cue, LinkView } from '#core/contract/bridge.ts';
import { SOUND_LENGTH_SECONDS } from '#core/defaults.ts';
import type { LocalSettings } from '#core/settings/local-settings.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import type { WindowView } from '../windows/window-registry.ts';
import { emptyCueMemory, type CueMemory, ONE_SHOT_TTL_MS, type OneShot } from './cue-memory.ts';
import { ringingOffer } from './ringing-offer.ts';
import { builtInSounds, soundAddress } from './sounds.ts';

export interface CueFacts {
  /** The memory returned by the last call; `null` at the start. */
  readonly memory: CueMemory | null;
  readonly snapshot: AgentSnapshot | null;
  /** The current alerts for the supervisor. */
  readonly alerts: readonly { readonly id: string }[];
  readonly link: LinkView;
  readonly settings: LocalSettings;
  /** By the shell's clock. */
  readonly now: number;
  /** hub clock − shell clock. */
  readonly skew: number;
  readonly windows: readonly WindowView[];
  readonly deviceId: string;
}

export interface DerivedCues {
  /** At most one of them loops. */
  readonly cues: Cue[];
  readonly memory: CueMemory;
  /** When time alone will change the list; `null` = never. */
  readonly wakeAt: number | null;
}

/** Minimum time between two message chimes. OQ. */
export const MESSAGE_CUE_INTERVAL_MS = 3_000;
/** How long the alarm for a lost link sounds; then only the banner remains. OQ. */
export const CONNECTION_ALARM_LENGTH_MS = SOUND_LENGTH_SECONDS.usual * 1_000;

/** Derives the cues. Pass the memory that the previous call returned; the same facts give the same cues. */
export function deriveCues(facts: CueFacts): DerivedCues {
  const { settings, now } = facts;
  const memory = remember(facts);
  const muted = settings.muteUntil !== null && settings.muteUntil > now;
  const inFront = facts.windows.some((window) => window.focused);
  const quiet = muted || (inFront && !settings.soundInThisWindow) || !ringsOnThisDevice(facts);

  const cues: Cue[] = [];
  const alarm = connectionAlarm(facts);
  if (alarm) cues.push(alarm);
  const ring = quiet || facts.link.state === 'lost' ? null : workRequest(facts);
  if (ring) cues.push(ring);
  for (const { what, id } of memory.oneShots) {
    const heard = what === 'test' || (what === 'connection-back' ? !muted : !quiet);
    if (heard) cues.push(cue(facts, { id, what, url: builtInSounds[what], loop: false, until: null }));
  }

  const changes = [
    ...cues.flatMap(({ until }) => until ?? []),
    ...memory.oneShots.map((shot) => shot.endsAt),
    ...(muted ? [settings.muteUntil ?? now] : []),
  ].filter((at) => at > now);
  return { cues, memory, wakeAt: changes.length > 0 ? Math.min(...changes) : null };
}

/** Without a chosen ringing device every device rings: ringing twice is better than not at all. */
const ringsOnThisDevice = ({ snapshot, deviceId }: CueFacts): boolean =>
  snapshot !== null && (snapshot.ringingDeviceId ?? deviceId) === deviceId;

function workRequest(facts: CueFacts): Cue | null {
  if (!facts.snapshot) return null;
  const ringing = ringingOffer(facts.snapshot, facts.now + facts.skew);
  if (!ringing) return null;
  return cue(facts, {
    id: `work-request:${ringing.agentWorkId}`,
    what: 'work-request',
    url: soundAddress(ringing.sound),
    loop: true,
    until: Math.round(ringing.until - facts.skew),
  });
}

/** The link of this device is lost, so every device sounds its own alarm. */
function connectionAlarm(facts: CueFacts): Cue | null {
  const { link, snapshot, now } = facts;
  if (link.state !== 'lost' || !snapshot?.settings.disconnectSound) return null;
  const until = link.since + CONNECTION_ALARM_LENGTH_MS;
  if (now >= until) return null;
  const what = 'connection-lost';
  return cue(facts, { id: `${what}:${link.since}`, what, url: builtInSounds[what], loop: true, until });
}

type Sounding = Pick<Cue, 'id' | 'what' | 'url' | 'loop' | 'until'>;
const cue = ({ settings }: CueFacts, sounding: Sounding): Cue => ({
  ...sounding,
  fallbackUrl: builtInSounds[sounding.what],
  volume: settings.volume,
  // The ringing device is for what needs the agent's attention; chimes during work stay on the headset.
  sinkId: sounding.what === 'message' ? '' : settings.ringSinkId,
});

/** Compares the state with what was known before, and adds a one-shot for each new item. */
function remember(facts: CueFacts): CueMemory {
  const { snapshot, link, now } = facts;
  const before = facts.memory ?? emptyCueMemory;
  const oneShots: OneShot[] = before.oneShots.filter((shot) => shot.endsAt > now);
  const play = (what: OneShot['what'], key: string) =>
    oneShots.push({ what, id: `${what}:${key}`, endsAt: now + ONE_SHOT_TTL_MS });

  const calls = facts.alerts.find(({ id }) => !before.alerts.has(id));
  if (calls) play('supervisor-alert', calls.id);
  const alerts = new Set(facts.alerts.map(({ id }) => id));

  const over = link.state === 'connected' || link.state === 'off';
  const lostSince = link.state === 'lost' ? link.since : over ? null : before.lostSince;
  if (before.lostSince !== null && link.state === 'connected' && snapshot?.settings.disconnectSound)
    play('connection-back', String(before.lostSince));
  if (!snapshot) return { ...before, lostSince, oneShots, alerts };

  const known = before.known;
  const chimes = known ? newMessages(facts, known.customerMessages) : [];
  let { messageAt } = before;
  if (known) {
    const opened = snapshot.work.find((work) => work.autoAccepted && !known.work.has(work.agentWorkId));
    if (opened) play('auto-accepted', opened.agentWorkId);
    const returned = snapshot.notices.find(
      (notice) => notice.kind === 'transfer-returned' && !known.notices.has(notice.id),
    );
    if (returned) play('transfer-returned', returned.id);
    if (chimes[0] !== undefined && (messageAt === null || now - messageAt >= MESSAGE_CUE_INTERVAL_MS)) {
      play('message', chimes[0]);
      messageAt = now;
    }
  }
  return {
    oneShots,
    alerts,
    lostSince,
    messageAt,
    known: {
      work: new Set(snapshot.work.map((work) => work.agentWorkId)),
      notices: new Set(snapshot.notices.map((notice) => notice.id)),
      customerMessages: customerMessages(snapshot),
    },
  };
}

/** Number of the customer's latest message in each conversation, by work item. */
function customerMessages(snapshot: AgentSnapshot): ReadonlyMap<string, number> {
  return new Map(
    snapshot.work.flatMap(({ workItemId, conversation }) =>
      conversation ? [[workItemId, conversation.lastNumber] as const] : [],
    ),
  );
}

/** One key per conversation that has something new from its customer and is not in view. */
function newMessages(facts: CueFacts, known: ReadonlyMap<string, number>): string[] {
  if (!facts.settings.messageSound) return [];
  return (facts.snapshot?.work ?? []).flatMap(({ workItemId, conversation }) => {
    const last = known.get(workItemId);
    const isNew =
      last !== undefined &&
      conversation?.lastMessage?.from === 'customer' &&
      conversation.lastNumber > last &&
      !facts.windows.some((window) => window.focused && window.activeWorkItemId === workItemId);
    return isNew ? [`${workItemId}:${conversation.lastNumber}`] : [];
  });
}
