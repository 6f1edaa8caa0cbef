/** What can happen in a simulated centre. Each step does one thing and says in a few words what it did; null = it could not. */
import type { Stage } from './stage.ts';

export interface Step {
  readonly name: string;
  readonly weight: number;
  readonly run: (stage: Stage) => Promise<string | null>;
}

export const step = (name: string, weight: number, run: Step['run']): Step => ({ name, weight, run });
