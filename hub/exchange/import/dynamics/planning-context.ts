import type { Draft, SetupTable } from '../draft.ts';
import type { ReportLines } from '../planning.ts';

/** Context for planning one record. */
export interface Planning {
  readonly draft: Draft;
  readonly lines: ReportLines;
  /** Channels created from the work streams of this source. */
  readonly channelIds: string[];
  /** Ids of statuses here by the id of their Dynamics presence. */
  readonly statusIds: Map<string, string>;
  /** Whether an existing record belongs to another record of the source. */
  taken(table: SetupTable, id: string): boolean;
  take(table: SetupTable, id: string): void;
}
