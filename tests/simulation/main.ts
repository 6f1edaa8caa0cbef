/** `npm run simulate -- --seed N --agents A --minutes M [--db sqlite|postgres] [--runs R]`: long simulations from the command line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { explain, simulate } from './run.ts';

interface Options {
  readonly seed: number;
  readonly agents: number;
  readonly minutes: number;
  readonly runs: number;
  readonly db: 'sqlite' | 'postgres';
  readonly verbose: boolean;
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return count;
}

const options = new Command('simulate')
  .description('Let a made-up contact centre live, and check the laws of the hub after every step.')
  .option('--seed <number>', 'where chance begins', parseCount, 1)
  .option('--agents <number>', 'how many agents', parseCount, 6)
  .option('--minutes <number>', 'virtual minutes of each run', parseCount, 60)
  .option('--runs <number>', 'runs, each with the next seed', parseCount, 1)
  .addOption(new Option('--db <kind>', 'database').choices(['sqlite', 'postgres']).default('sqlite'))
  .option('--verbose', 'print every step', false)
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'onqueue-simulation-'));
const postgres =
  options.db === 'postgres' ? await (await import('../support/postgres.ts')).startPostgres() : null;
let broken = false;
try {
  for (let seed = options.seed; seed < options.seed + options.runs; seed++) {
    const started = Date.now();
    const report = await simulate({
      ...options,
      seed,
      address: postgres ? await postgres.createDatabase() : `sqlite:${join(folder, `${seed}.db`)}`,
      ...(options.verbose ? { onStep: (line: string) => console.log(line) } : {}),
    });
    if (report.faults.length > 0) {
      console.error(explain(report, options));
      broken = true;
      break;
    }
    console.log(
      `seed ${seed}: ${report.steps} steps, ${report.items} items, ${report.offers} offers, every law held (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
  }
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}
// Said aloud: the package that runs PostgreSQL ends the process with its own code otherwise.
process.exit(broken ? 1 : 0);
