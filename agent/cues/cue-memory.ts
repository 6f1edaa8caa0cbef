/** What the cue engine must remember to know that something is new. Plain data, owned by whoever calls `deriveCues`. */

export interface OneShot {
  readonly id: string;
  readonly what:
    | 'auto-accepted'
    | 'connection-back'
    | 'message'
    | 'transfer-returned'
    | 'supervisor-alert'
    | 'test';
  readonly endsAt: number;
}

export interface CueMemory {
  readonly oneShots: readonly OneShot[];
  /** Since when the link is lost; `null` once it is back. */
  readonly lostSince: number | null;
  /** When the last message chimed. */
  readonly messageAt: number | null;
  /** What the last snapshot held; `null` before the first one, so that a start does not chime for what is old. */
  readonly known: {
    readonly work: ReadonlySet<string>;
    readonly notices: ReadonlySet<string>;
    readonly customerMessages: ReadonlyMap<string, number>;
  } | null;
  /** What has called the supervisor; what calls again later is new again. */
  readonly alerts: ReadonlySet<string>;
}

/** A sound that plays once stays in the list this long, or until the player says that it has ended. */
export const ONE_SHOT_TTL_MS = 4_000;

export const emptyCueMemory: CueMemory = {
  oneShots: [],
  lostSince: null,
  messageAt: null,
  known: null,
  alerts: new Set(),
};

/** The agent pressed Test: the ring plays once, muted or not. */
export const withTest = (memory: CueMemory | null, key: string, now: number): CueMemory => ({
  ...(memory ?? emptyCueMemory),
  oneShots: [
    ...(memory ?? emptyCueMemory).oneShots.filter((shot) => shot.what !== 'test'),
    { what: 'test', id: `test:${key}`, endsAt: now + ONE_SHOT_TTL_MS },
  ],
});

/** The player has finished this one. */
export const withoutOneShot = (memory: CueMemory, cueId: string): CueMemory => ({
  ...memory,
  oneShots: memory.oneShots.filter((shot) => shot.id !== cueId),
});
