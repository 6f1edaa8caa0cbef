/** What the numbers of a form may be: said once, for the fields that show it and for the check. */
import { createContext } from 'react';

export interface Range {
  readonly least: number;
  readonly most: number;
  /** A part of a unit may be given, down to thousandths. */
  readonly decimals?: boolean;
}
/** By the name of the field; as shown, when more of what is stored are one of what is shown. */
export type Ranges = Readonly<Record<string, Range>>;

/** The ranges of the form around a field. */
export const RangesOfForm = createContext<Ranges>({});
