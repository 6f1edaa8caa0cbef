/** A Dynamics organisation's presence, work streams and users: typed, not yet compared with this hub. */
import type { BaseStatus, ChannelKind } from '#core/vocabulary.ts';
import type { SourceReader, Reading } from '../report.ts';

/** Common to all records: the id in lower case. */
export interface Origin extends SourceReader {
  readonly id: string;
  readonly name: string | null;
}

/** Null = not in the source. */
export interface SourcePresence extends Origin {
  readonly base: BaseStatus | null;
  readonly text: string | null;
  readonly description: string | null;
  readonly agentCanSet: boolean | null;
  readonly active: boolean | null;
  /** Shipped with Dynamics. */
  readonly managed: boolean;
}

export interface SourceWorkStream extends Origin {
  readonly kind: ChannelKind | null;
  readonly allowedBases: readonly BaseStatus[];
  /** Whole units. */
  readonly capacity: number | null;
  readonly byProfile: boolean;
  readonly picked: boolean;
  readonly active: boolean | null;
}

export interface SourceUser extends Origin {
  readonly username: string | null;
  readonly firstName: string | null;
  readonly nickname: string | null;
  /** Whole units. */
  readonly capacity: number | null;
  /** Id in lower case. */
  readonly defaultPresence: string | null;
  readonly active: boolean | null;
}

export interface DynamicsModel extends Reading {
  readonly presences: readonly SourcePresence[];
  readonly workStreams: readonly SourceWorkStream[];
  readonly users: readonly SourceUser[];
}
