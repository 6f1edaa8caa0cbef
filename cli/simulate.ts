/** `onqueue simulate`: a seeded world of agents and customers that checks the hub's promises after every step. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { root } from './installation.ts';

/** The simulation lives with the tests and runs as a process of its own. */
const program = join(root, 'tests', 'simulation', 'main.ts');

export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('run a simulated contact centre and check its promises after every step')
    .option('--seed <number>', 'the same seed is the same run')
    .option('--agents <number>', 'how many agents')
    .option('--minutes <number>', 'how many minutes of their time')
    .option('--db <kind>', 'sqlite or postgres')
    .option('--hubs <number>', 'how many hubs share the PostgreSQL')
    .option('--runs <number>', 'how many runs, each with the next seed')
    .action((options: Record<string, string>) => {
      if (!existsSync(program))
        throw new StartRefused('The simulation comes with the source code, not with an installed OnQueue.');
      const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
      const child = spawn(process.execPath, [program, ...given], { stdio: 'inherit' });
      return new Promise<void>((resolve) =>
        child.on('close', (code) => {
          process.exitCode = code ?? 1;
          resolve();
        }),
      );
    });
