/** The ranges of a form's numbers: defined once, for the fields that show them and for validation. */
import { createContext } from 'react';

export interface Range {
  readonly least: number;
  readonly most: number;
  /** Accepts fractions of a unit, down to thousandths. */
  readonly decimals?: boolean;
}
/** By the name of the field; in displayed units, when these differ from stored ones. */
export type Ranges = Readonly<Record<string, Range>>;

/** The ranges of the enclosing form. */
export const RangesOfForm = createContext<Ranges>({});
