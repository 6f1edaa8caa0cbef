import type { Assignments } from '../assignments.ts';
import type { Draft } from '../draft.ts';
import type { ReportLines } from '../planning.ts';
import type { SalesforceModel } from './model.ts';
import type { StatusNames } from './status-names.ts';

/** Context for planning one record. */
export interface Planning {
  readonly draft: Draft;
  readonly picture: SalesforceModel;
  readonly lines: ReportLines;
  readonly statusNames: StatusNames;
  readonly assignments: Assignments;
}
