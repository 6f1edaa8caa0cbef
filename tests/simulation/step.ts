/** A possible action in a simulated centre: does one thing and returns a short description; null = not possible. */
import type { Stage } from './stage.ts';

export interface Step {
  readonly name: string;
  readonly weight: number;
  readonly run: (stage: Stage) => Promise<string | null>;
}

export const step = (name: string, weight: number, run: Step['run']): Step => ({ name, weight, run });
