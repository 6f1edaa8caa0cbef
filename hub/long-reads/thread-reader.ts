/**
 * Runs long reads in threads beside the hub: one lane for live displays, one for requests, so that a month's report
 * does not delay the floor. In each lane one read runs at a time and the others wait. A thread starts with its first
 * read; one that fails or takes too long is terminated, and the next read starts another.
 */
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { AppError } from '#core/errors.ts';
import type { LongReader, ReadInput, ReadName, ReadOutput } from './long-reader.ts';
import type { ReadAnswer, ReadQuestion, WorkerStart } from './long-read-worker.ts';

export interface ReadLimits {
  /** Time limit per read, from its start, in milliseconds. */
  readonly takes: number;
  /** Maximum number of reads waiting per lane. */
  readonly waiting: number;
}

const readLimits: ReadLimits = { takes: 60_000, waiting: 50 };

/** Memory limit of one thread; a report over the longest range needs a small part of it. */
const MEMORY_MB = 512;

/** Live displays; all other reads are requests. */
const watched: ReadonlySet<ReadName> = new Set<ReadName>(['floorDay', 'lastHour']);

/** In a bundle the worker is next to the hub's file, under the same name. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'long-read-worker.ts' : 'long-read-worker.js',
  import.meta.url,
);

interface Asked {
  readonly question: ReadQuestion;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and the reads waiting for it. */
class Lane {
  readonly #address: string;
  readonly #limits: ReadLimits;
  readonly #log: Logger;
  readonly #waiting: Asked[] = [];
  #worker: Worker | null = null;
  #running: (Asked & { readonly timer: NodeJS.Timeout }) | null = null;
  #stopped = false;

  constructor(address: string, limits: ReadLimits, log: Logger) {
    this.#address = address;
    this.#limits = limits;
    this.#log = log;
  }

  read(question: ReadQuestion): Promise<unknown> {
    if (this.#stopped) return Promise.reject(new Error('the hub is stopping'));
    if (this.#waiting.length >= this.#limits.waiting)
      return Promise.reject(new AppError('TOO_MANY', { seconds: Math.ceil(this.#limits.takes / 1000) }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#next();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const worker = this.#worker;
    this.#drop(new Error('the hub is stopping'));
    for (const asked of this.#waiting.splice(0)) asked.reject(new Error('the hub is stopping'));
    await worker?.terminate();
  }

  #next(): void {
    if (this.#running || this.#stopped) return;
    const asked = this.#waiting.shift();
    if (!asked) {
      this.#worker?.unref();
      return;
    }
    const worker = (this.#worker ??= this.#open());
    worker.ref();
    const timer = setTimeout(() => {
      this.#log.warn({ read: asked.question.name }, 'a read took too long and was ended');
      // Whatever still runs inside the database ends by itself a little later; no caller waits for it.
      void worker.terminate();
      this.#drop(new AppError('TAKES_TOO_LONG'));
    }, this.#limits.takes);
    this.#running = { ...asked, timer };
    worker.postMessage(asked.question);
  }

  #open(): Worker {
    const workerData: WorkerStart = { address: this.#address, statementTimeout: this.#limits.takes };
    const worker = new Worker(program, {
      workerData,
      // Options of the hub's own process (used by a shell to stop it) must not reach the thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.on('message', (answer: ReadAnswer) => {
      const running = this.#running;
      if (this.#worker !== worker || !running) return;
      clearTimeout(running.timer);
      this.#running = null;
      if (answer.ok) running.resolve(answer.value);
      else running.reject(answer.tookTooLong ? new AppError('TAKES_TOO_LONG') : answer.error);
      this.#next();
    });
    worker.on('error', (error) => {
      if (this.#worker !== worker) return;
      this.#log.error({ err: error }, 'the thread of long reads broke; the next read starts another');
      this.#drop(error as Error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#drop(new Error('the thread of long reads ended'));
    });
    return worker;
  }

  /** The thread is unusable; its current read fails, waiting reads get another thread. */
  #drop(error: Error): void {
    this.#worker = null;
    const running = this.#running;
    this.#running = null;
    if (running) {
      clearTimeout(running.timer);
      running.reject(error);
    }
    this.#next();
  }
}

/** @param address location of the database, as for `openStore` */
export function threadReader(address: string, log: Logger, limits: ReadLimits = readLimits): LongReader {
  const lanes = { watched: new Lane(address, limits, log), asked: new Lane(address, limits, log) };
  return {
    read: <Name extends ReadName>(name: Name, input: ReadInput<Name>) =>
      (watched.has(name) ? lanes.watched : lanes.asked).read({ name, input }) as Promise<ReadOutput<Name>>,
    async stop() {
      await Promise.all([lanes.watched.stop(), lanes.asked.stop()]);
    },
  };
}
