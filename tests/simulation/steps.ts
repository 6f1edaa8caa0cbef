/** All possible actions in a simulated centre. */
import { customers } from './customer-steps.ts';
import { links, presence } from './presence-steps.ts';
import { setup } from './setup-steps.ts';
import type { Step } from './step.ts';
import { supervision } from './supervisor-steps.ts';
import { trouble } from './fault-steps.ts';
import { offers, openWork, practice } from './work-steps.ts';

export const steps: readonly Step[] = [
  ...links,
  ...presence,
  ...offers,
  ...openWork,
  ...practice,
  ...customers,
  ...setup,
  ...supervision,
  ...trouble,
];
