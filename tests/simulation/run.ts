/** Runs one simulation and returns its result. */
import { invariants } from './invariants.ts';
import { type Picture, takePicture, takeWholePicture } from './observed-state.ts';
import { Random, seedIds } from './random.ts';
import { Stage } from './stage.ts';
import { steps } from './steps.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly agents: number;
  /** Virtual minutes. */
  readonly minutes: number;
  /** Hubs on the same database; more than one needs PostgreSQL. Each machine's clock is wrong by 20 s more. */
  readonly hubs?: number;
  /** Address of a new, empty database. */
  readonly address: string;
  /** Called with every step; for long runs that show their progress. */
  readonly onStep?: (line: string) => void;
}

export interface SimulationReport {
  readonly seed: number;
  readonly steps: number;
  /** Work items created during the run, and their offers. */
  readonly items: number;
  readonly offers: number;
  /** Empty = every invariant held after every step. */
  readonly faults: readonly string[];
  /** The last steps, newest last. */
  readonly last: readonly string[];
}

/** Steps shown with a fault. */
const MAX_STEPS_SHOWN = 40;
/** After each step the invariants check live rows and changed ones; after this many steps, everything. */
const FULL_CHECK_INTERVAL = 500;
/** After this many steps all snapshots are read, and after the next those that may have changed since. */
const SNAPSHOT_CHECK_STEPS = 25;
/** Time between two steps: mostly short, sometimes long enough for time-outs. */
const pauses = [
  { weight: 12, least: 0, most: 300 },
  { weight: 6, least: 300, most: 3_000 },
  { weight: 1, least: 3_000, most: 45_000 },
];
/** Maximum clock difference between hubs that share a database. */
const SKEW = 20_000;

/** Runs until the time is over or an invariant is violated. Leaves the database for inspection. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const random = new Random(options.seed);
  const giveBackIds = seedIds(options.seed);
  let stage: Stage | null = null;
  const last: string[] = [];
  const faults: string[] = [];
  let count = 0;
  let counts = { items: 0, offers: 0 };
  try {
    const hubs = Array.from({ length: options.hubs ?? 1 }, (_, index) => index * SKEW);
    stage = await Stage.open({ ...options, hubs }, random);
    const { clock } = stage.world;
    const { memory } = stage;
    const judge = (picture: Picture) => {
      for (const [name, invariant] of Object.entries(invariants))
        faults.push(...invariant(picture, memory).map((fault) => `${name}: ${fault}`));
    };
    const judgeEverything = async () => {
      faults.push(...(await stage!.mirror.differences()));
      const picture = await takeWholePicture(stage!.world, stage!.mirror);
      counts = { items: picture.items.length, offers: picture.works.length };
      judge(picture);
      await stage!.mirror.trim();
    };
    const start = clock.uptime();
    while (clock.uptime() - start < options.minutes * 60_000 && faults.length === 0) {
      const said = await live(stage, random);
      if (said === null) continue;
      count += 1;
      last.push(`${String(count).padStart(6)}  ${clockTime(clock.uptime() - start)}  ${said}`);
      options.onStep?.(last.at(-1)!);
      if (last.length > MAX_STEPS_SHOWN) last.shift();
      await stage.shareSetup();
      await stage.mirror.refresh();
      const look =
        count % SNAPSHOT_CHECK_STEPS === 0 ? 'all' : count % SNAPSHOT_CHECK_STEPS === 1 ? 'changed' : 'none';
      judge(await takePicture(stage.world, stage.mirror, stage.mirror.takeChanges(), look));
      if (count % FULL_CHECK_INTERVAL === 0) await judgeEverything();
      faults.push(...stage.faults.splice(0));
    }
    if (faults.length === 0) await judgeEverything();
  } finally {
    giveBackIds();
    await stage?.world.close();
  }
  return { seed: options.seed, steps: count, ...counts, faults, last };
}

/** One step and some time after it; returns what was done, or null if the step was not possible. */
async function live(stage: Stage, random: Random): Promise<string | null> {
  try {
    stage.world.use(random.pick(stage.world.alive)!);
    const said = await random.weighted(steps).run(stage);
    if (said === null) return null;
    const pause = random.weighted(pauses);
    await stage.world.advance(random.between(pause.least, pause.most));
    return said;
  } catch (error) {
    stage.faults.push(`nothingFails: ${(error as Error).stack}`);
    return 'it failed';
  }
}

const clockTime = (milliseconds: number) => new Date(milliseconds).toISOString().slice(11, 23);

/** Describes a failed run: what broke, the steps before it, and how to reproduce it. */
export function explain(
  report: SimulationReport,
  options: Pick<SimulationOptions, 'agents' | 'minutes' | 'hubs'> & { readonly db?: string },
): string {
  const { agents, minutes, hubs = 1, db = 'sqlite' } = options;
  const again = `--seed ${report.seed} --agents ${agents} --minutes ${minutes} --db ${db} --hubs ${hubs}`;
  return [
    `seed ${report.seed} broke after ${report.steps} steps; see it again with`,
    `  npm run simulate -- ${again}`,
    ...report.faults.slice(0, 10).map((fault) => `  ✗ ${fault}`),
    'The last steps:',
    ...report.last,
  ].join('\n');
}
