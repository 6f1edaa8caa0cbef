import type { Assignments } from '../assignments.ts';
import type { Draft } from '../draft.ts';
import type { Lines } from '../planning.ts';
import type { SalesforcePicture } from './picture.ts';
import type { StatusNames } from './status-names.ts';

/** What planning one record works with. */
export interface Planning {
  readonly draft: Draft;
  readonly picture: SalesforcePicture;
  readonly lines: Lines;
  readonly statusNames: StatusNames;
  readonly assignments: Assignments;
}
