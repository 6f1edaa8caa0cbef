/** Runs one simulated life and says how it went. */
import { invariants } from './invariants.ts';
import { Memory, takePicture } from './picture.ts';
import { Random, seedIds } from './random.ts';
import { Stage } from './stage.ts';
import { steps } from './steps.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly agents: number;
  /** Virtual minutes. */
  readonly minutes: number;
  /** Address of a new, empty database. */
  readonly address: string;
  /** Told of every step; for long runs that want to show where they are. */
  readonly onStep?: (line: string) => void;
}

export interface SimulationReport {
  readonly seed: number;
  readonly steps: number;
  /** Work items made on the way, and the offers of them. */
  readonly items: number;
  readonly offers: number;
  /** Empty = every law held after every step. */
  readonly faults: readonly string[];
  /** The last steps, the newest last. */
  readonly last: readonly string[];
}

/** Steps shown with a fault. */
const SHOWN = 40;
/** What has ended is looked at after each of the first steps, and now and then later: it only grows. */
const WHOLE_UNTIL = 400;
const WHOLE_EVERY = 25;
/** Time that goes by between two steps: mostly little, now and then long enough for time-outs. */
const pauses = [
  { weight: 5, least: 0, most: 300 },
  { weight: 4, least: 300, most: 4_000 },
  { weight: 1, least: 4_000, most: 45_000 },
];

/** Lives until the time is over or a law is broken. Leaves the database behind for whoever wants to look. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const random = new Random(options.seed);
  const giveBackIds = seedIds(options.seed);
  let stage: Stage | null = null;
  const last: string[] = [];
  const faults: string[] = [];
  let count = 0;
  let items = 0;
  let offers = 0;
  try {
    stage = await Stage.open(options, random);
    const { clock } = stage.world;
    const memory = new Memory();
    const start = clock.now();
    while (clock.now() - start < options.minutes * 60_000 && faults.length === 0) {
      let said: string | null = null;
      try {
        said = await random.weighted(steps).run(stage);
        if (said === null) continue;
        const pause = random.weighted(pauses);
        await stage.world.advance(random.between(pause.least, pause.most));
      } catch (error) {
        stage.faults.push(`nothingFails: ${(error as Error).stack}`);
      }
      count += 1;
      last.push(`${String(count).padStart(6)}  ${clockTime(clock.now() - start)}  ${said ?? 'it failed'}`);
      options.onStep?.(last.at(-1)!);
      if (last.length > SHOWN) last.shift();
      const picture = await takePicture(stage.world, count <= WHOLE_UNTIL || count % WHOLE_EVERY === 0);
      if (picture.whole) [items, offers] = [picture.items.length, picture.works.length];
      faults.push(...stage.faults.splice(0));
      for (const [name, invariant] of Object.entries(invariants))
        faults.push(...invariant(picture, memory).map((fault) => `${name}: ${fault}`));
    }
  } finally {
    giveBackIds();
    await stage?.world.close();
  }
  return { seed: options.seed, steps: count, items, offers, faults, last };
}

const clockTime = (milliseconds: number) => new Date(milliseconds).toISOString().slice(11, 23);

/** A failed run in words: what broke, how it came to it, and how to see it again. */
export function explain(
  report: SimulationReport,
  options: Pick<SimulationOptions, 'agents' | 'minutes'>,
): string {
  return [
    `seed ${report.seed} broke after ${report.steps} steps; see it again with`,
    `  npm run simulate -- --seed ${report.seed} --agents ${options.agents} --minutes ${options.minutes}`,
    ...report.faults.slice(0, 10).map((fault) => `  ✗ ${fault}`),
    'The last steps:',
    ...report.last,
  ].join('\n');
}
