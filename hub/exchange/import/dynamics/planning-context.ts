import type { Draft, SetupTable } from '../draft.ts';
import type { ReportLines } from '../planning.ts';

/** What planning one record works with. */
export interface Planning {
  readonly draft: Draft;
  readonly lines: ReportLines;
  /** Channels that the work streams of this source became. */
  readonly channelIds: string[];
  /** Ids of statuses here by the id of their presence there. */
  readonly statusIds: Map<string, string>;
  /** Whether a record here belongs to another record of the source. */
  taken(table: SetupTable, id: string): boolean;
  take(table: SetupTable, id: string): void;
}
