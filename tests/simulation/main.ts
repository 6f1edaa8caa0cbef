/**
 * `npm run simulate -- [--seed N] [--agents A] [--minutes M] [--db sqlite|postgres] [--hubs H] [--runs R]`: long
 * simulations from the command line.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { explain, simulate } from './run.ts';

interface Options {
  readonly seed: number;
  readonly agents: number;
  readonly minutes: number;
  readonly runs: number;
  readonly hubs: number;
  readonly db: 'sqlite' | 'postgres';
  /** Seconds of real time. */
  readonly for: number;
  readonly keepGoing: boolean;
  readonly verbose: boolean;
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return count;
}

const command = new Command('simulate')
  .description('Let a made-up contact centre live, and check the laws of the hub after every step.')
  .option('--seed <number>', 'where chance begins; from the clock when not given', parseCount)
  .option('--agents <number>', 'how many agents', parseCount, 6)
  .option('--minutes <number>', 'virtual minutes of each run', parseCount, 60)
  .option('--runs <number>', 'runs, each with the next seed', parseCount, 1)
  .option('--hubs <number>', 'hubs on the same PostgreSQL, with clocks that differ', parseCount, 1)
  .addOption(new Option('--db <kind>', 'database').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--for <seconds>', 'begin no further run after so long', parseCount, 1e9)
  .option('--keep-going', 'go on with the next seed after a broken law', false)
  .option('--verbose', 'print every step', false)
  .parse();
const options: Options = {
  seed: Math.floor(Date.now() / 1000),
  ...command.opts<Partial<Options>>(),
} as Options;
if (options.hubs > 1 && options.db === 'sqlite')
  command.error('Several hubs share a PostgreSQL: give --db postgres.');

// Durability on disk is not tested here: a killed hub is one that this process drops.
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = mkdtempSync(join(place, 'onqueue-simulation-'));
const postgres =
  options.db === 'postgres' ? await (await import('../support/postgres.ts')).startPostgres(place) : null;
const row = (...cells: (string | number)[]) =>
  cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(12) : `${cell}`.padStart(10))).join('');
const started = performance.now();
let total = 0;
let broken = 0;
let runs = 0;
try {
  console.log(row('seed', 'db', 'hubs', 'agents', 'steps', 'items', 'offers', 'per cpu-s', 'laws'));
  for (let seed = options.seed; seed < options.seed + options.runs; seed++) {
    if (performance.now() - started > options.for * 1000) break;
    const before = process.cpuUsage();
    const address = postgres ? await postgres.createDatabase() : `sqlite:${join(folder, `${seed}.db`)}`;
    const { db, hubs, agents } = options;
    const report = await simulate({
      ...options,
      seed,
      address,
      ...(options.verbose ? { onStep: (line: string) => console.log(line) } : {}),
    });
    const { user, system } = process.cpuUsage(before);
    const { steps, items, offers, faults } = report;
    const held = faults.length === 0;
    const speed = Math.round(steps / ((user + system) / 1e6));
    console.log(row(seed, db, hubs, agents, steps, items, offers, speed, held ? 'held' : 'BROKEN'));
    runs += 1;
    total += steps;
    if (!held) {
      broken += 1;
      console.error(explain(report, options));
      if (!options.keepGoing) break;
    }
    for (const end of ['', '-wal', '-shm', '.lock'])
      rmSync(join(folder, `${seed}.db${end}`), { force: true });
  }
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${runs} seeds, ${total} steps, ${broken} broken`);
// Set explicitly: otherwise the package that runs PostgreSQL ends the process with its own code.
process.exit(broken > 0 ? 1 : 0);
