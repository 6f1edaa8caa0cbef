/** What the cue engine must remember to recognise what is new. Plain data, owned by the caller of `deriveCues`. */

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
  /** When the link was lost; `null` once it is back. */
  readonly lostSince: number | null;
  /** When the last message chimed. */
  readonly messageAt: number | null;
  /** Content of the last snapshot; `null` before the first one, so that a start does not chime for old items. */
  readonly known: {
    readonly work: ReadonlySet<string>;
    readonly notices: ReadonlySet<string>;
    readonly customerMessages: ReadonlyMap<string, number>;
  } | null;
  /** The current alerts; an alert that recurs after it has ended is new again. */
  readonly alerts: ReadonlySet<string>;
}

/** A one-shot sound stays in the list for this long, or until the player reports its end. */
export const ONE_SHOT_TTL_MS = 4_000;

export const emptyCueMemory: CueMemory = {
  oneShots: [],
  lostSince: null,
  messageAt: null,
  known: null,
  alerts: new Set(),
};

/** The agent pressed Test: the ring plays once, even when muted. */
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
