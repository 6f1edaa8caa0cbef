/** `onqueue hub`: the routing hub alone, for a team. */
import { Command } from 'commander';
import { hubOptions, startHub } from '#hub/app/run.ts';

export const hubCommand = (): Command =>
  hubOptions(new Command('hub')).description('run the routing hub alone, for a team').action(startHub);
