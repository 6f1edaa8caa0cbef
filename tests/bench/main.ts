/**
 * `npm run bench`: measures, asserts nothing, writes `docs/benchmarks.json` and `docs/BENCHMARKS.md`. With part names
 * (`npm run bench -- history`) it measures only those and keeps the other results.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { format } from 'oxfmt';
import { type RunningPostgres, startPostgres } from '../support/postgres.ts';
import { measureAssignments } from './assignments.ts';
import { measureFloor, measureStart } from './floor.ts';
import { measureHistory } from './history.ts';
import { measureLatency } from './latency.ts';
import { measureManyUsers } from './many-users.ts';
import type { Result } from './measure.ts';
import { measurePages } from './page.ts';
import { measureShift } from './shift.ts';
import { measureSupervision } from './supervision.ts';
import { measureUse } from './use.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'onqueue-bench-'));
/** Ended items of the part `history`, and a file that already holds them (`BENCH_YEAR`), for repeated runs. */
const ITEMS = 1_000_000;
const filledYear = process.env.BENCH_YEAR ?? null;

const wanted = new Set(process.argv.slice(2));
let postgres: RunningPostgres | null = null;
const newPostgres = async () => (postgres ??= await startPostgres()).createDatabase();
const results: Result[] = [];
const measure = async (name: string, work: () => Promise<Result[]> | Result[]) => {
  if (wanted.size > 0 && !wanted.has(name.split(',')[0]!)) return;
  const started = Date.now();
  results.push(...(await work()));
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
};

const round = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
const cell = ({ value, unit }: Result) => `${round(value)}${unit === '' ? '' : ` ${unit}`}`;

function toTable(date: string, machine: string): string {
  const rows = results.map((result) => {
    const { baseline } = result;
    return baseline
      ? `| ${result.what} | ${cell(result)} | ${baseline.what}: ${round(baseline.value)} ${result.unit} | ${round(result.value / baseline.value)} |`
      : `| ${result.what} | ${cell(result)} | | |`;
  });
  return [
    '# Benchmarks',
    '',
    `Measured on ${date} with \`npm run bench\` on ${machine}. Absolute numbers belong to that machine; a ratio compares`,
    'with a raw measurement of the same run: the same disk, the same database, the same network stack.',
    '',
    '| what | measured | against | ratio |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

try {
  await measure('assignments, SQLite', () =>
    measureAssignments('SQLite', `sqlite:${join(folder, 'assign.db')}`),
  );
  await measure('assignments, PostgreSQL', async () => measureAssignments('PostgreSQL', await newPostgres()));
  await measure('latency, SQLite', () => measureLatency('SQLite', `sqlite:${join(folder, 'latency.db')}`));
  await measure('latency, PostgreSQL', async () => measureLatency('PostgreSQL', await newPostgres()));
  await measure('floor', () => measureFloor(join(folder, 'floor.db')));
  await measure('start', () => measureStart(folder));
  await measure('supervision, SQLite', () =>
    measureSupervision('SQLite', `sqlite:${join(folder, 'supervision.db')}`),
  );
  await measure('supervision, PostgreSQL', async () => measureSupervision('PostgreSQL', await newPostgres()));
  await measure('shift', measureShift);
  await measure('pages', () => measurePages(root));
  await measure('use', () => measureUse(folder));
  await measure('many users', measureManyUsers);
  await measure('history', () => measureHistory(folder, ITEMS, 3, filledYear));
  let date = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${platform()} ${arch()}, Node ${process.versions.node}`;
  const docs = join(root, 'docs');
  mkdirSync(docs, { recursive: true });
  if (wanted.size > 0) {
    const { date: first, results: before } = JSON.parse(
      readFileSync(join(docs, 'benchmarks.json'), 'utf8'),
    ) as { date: string; results: Result[] };
    const days = new Set([...first.split(' and '), date]);
    date = [...days].join(' and ');
    const measured = new Set(results.map(({ what }) => what));
    results.unshift(...before.filter(({ what }) => !measured.has(what)));
  }
  writeFileSync(join(docs, 'benchmarks.json'), `${JSON.stringify({ date, machine, results }, null, 2)}\n`);
  const { code } = await format('BENCHMARKS.md', toTable(date, machine));
  writeFileSync(join(docs, 'BENCHMARKS.md'), code);
  console.table(
    results.map((result) => ({
      what: result.what,
      measured: cell(result),
      ratio: result.baseline ? round(result.value / result.baseline.value) : '',
    })),
  );
} finally {
  await (postgres as RunningPostgres | null)?.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
