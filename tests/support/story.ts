/** Story tests: one test whose steps build on each other, so that a failure is reported once, with its step. */
import { it } from 'vitest';

/** Default time limit of one step. */
const STEP_TIMEOUT_MS = 90_000;

interface Step {
  readonly title: string;
  readonly run: () => Promise<void> | void;
  readonly timeout: number;
}

/** Adds a step to the story. Its failure ends the story and is reported with the step's title. */
export interface AddStep {
  (title: string, run: Step['run'], timeout?: number): void;
  /** A step that runs only if `condition` holds; otherwise it is reported as not run. */
  onlyIf(condition: boolean): (title: string, run: Step['run'], timeout?: number) => void;
}

/** Declares the test `title`; its steps run in the order in which they are added. */
export function story(title: string): AddStep {
  const steps: Step[] = [];
  // Each step has its own limit.
  it(title, { timeout: 0 }, async () => {
    for (const [index, step] of steps.entries()) {
      try {
        await within(step);
      } catch (error) {
        const where = `Step ${index + 1} of ${steps.length}, “${step.title}”`;
        if (error instanceof Error) error.message = `${where}: ${error.message}`;
        throw error;
      }
    }
  });
  const add = (step: string, run: Step['run'], timeout = STEP_TIMEOUT_MS) =>
    void steps.push({ title: step, run, timeout });
  return Object.assign(add, {
    onlyIf: (condition: boolean) =>
      condition ? add : (step: string) => void it.skip(`${title}: ${step}`, () => undefined),
  });
}

async function within({ run, timeout }: Step): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${timeout} ms`)), timeout);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
