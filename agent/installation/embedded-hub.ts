/**
 * The hub that comes with the application, as a child process: started when this device works with it, restarted when
 * it dies, stopped with the shell. The shell decides how a process is created; its log is a file beside its data.
 */
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { backoff } from '#core/link/link-rules.ts';
import type { EmbeddedHub } from '../account.ts';
import { type Cancel, type Clock, systemClock } from '../clock.ts';
import type { LocalStore } from '../settings/local-store.ts';
import { firstFreePort, isFree } from './free-port.ts';
import { StartupError } from './startup-error.ts';

const Ready = z.object({ ready: z.literal(true), port: z.number().int() });
const LocalUser = z.object({ username: z.string(), password: z.string() });

/** A hub that produces no output for this long after its start is considered dead. */
const READY_TIMEOUT_MS = 60_000;
/** Time between asking the hub to end and killing it. */
const EXIT_TIMEOUT_MS = 5_000;
/** A hub that ran for this long restarts without further back-off. */
const SETTLED_AFTER_MS = 60_000;
/** Maximum number of attempts when another process takes the port between our check and the hub's bind. */
const MAX_PORTS_TRIED = 3;
const MAX_LOG_BYTES = 5 * 1024 * 1024;
/** The exit code by which the hub reports an unusable configuration; retrying would not help. */
const EXIT_CONFIGURATION = 2;

/** One hub process. A shell creates it; it must end when the shell does, however the shell ends. */
export interface HubChild {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  /** Calls `listener` once, when the process has ended and all of its output was read; `null` = no exit code. */
  onEnd(listener: (code: number | null) => void): void;
  /** Requests a clean shutdown. */
  stop(): void;
  /** Kills it at once. */
  kill(): void;
}

/** Starts the hub's program with these arguments. */
export type HubLauncher = (args: readonly string[]) => HubChild;

export interface EmbeddedHubOptions {
  /** Directory of its database, its log and its local user. */
  readonly directory: string;
  /** Stores the port, because customers' pages may be bookmarked. */
  readonly store: Pick<LocalStore, 'device' | 'updateDevice'>;
  /** Port to try on the very first start, or the next free one; 0 = any. */
  readonly firstPort: number;
  /** A port reserved for another of our own servers. */
  readonly reserved?: number;
  readonly launch: HubLauncher;
  readonly clock?: Clock;
}

export class EmbeddedHubProcess implements EmbeddedHub {
  readonly #o: EmbeddedHubOptions;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #child: HubChild | null = null;
  #port: number;
  #stopping = true;
  #ended: Promise<void> = Promise.resolve();
  #starting: Promise<void> | null = null;
  #restarting = false;
  #failure: string | null = null;
  #attempt = 0;
  #cancelRestart: Cancel = () => undefined;
  #lastWords = '';

  constructor(options: EmbeddedHubOptions) {
    this.#o = options;
    this.#port = options.store.device().hubPort ?? options.firstPort;
    this.#clock = options.clock ?? systemClock;
  }

  /** The port it listens on; kept across restarts. */
  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get restarting(): boolean {
    return this.#restarting;
  }

  get failure(): string | null {
    return this.#failure;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async credentials(): Promise<z.infer<typeof LocalUser>> {
    return LocalUser.parse(JSON.parse(await readFile(this.#localUserFile, 'utf8')));
  }

  /**
   * Resolves when the hub answers; at once when it already runs. Throws `StartupError` with the hub's own output when
   * it cannot start.
   */
  start(): Promise<void> {
    if (!this.#stopping) return this.#starting ?? Promise.resolve();
    this.#stopping = false;
    this.#starting = this.#startAnew().finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #startAnew(): Promise<void> {
    await this.#ended;
    this.#attempt = 0;
    this.#tell({ restarting: false, failure: null });
    const { store, firstPort, reserved = 0 } = this.#o;
    for (let tries = 1; ; tries += 1) {
      this.#port = await firstFreePort(store.device().hubPort ?? firstPort, [reserved]);
      try {
        await this.#launch();
        break;
      } catch {
        // Two users who start on one machine at the same moment may pick the same port.
        const taken = this.#port !== 0 && !(await isFree(this.#port));
        if (taken && tries < MAX_PORTS_TRIED) continue;
        this.#stopping = true;
        const [log, words] = [this.#logFile, this.#lastWords];
        throw new StartupError('HUB_FAILED', { log, words, context: words === '' ? 'silent' : 'said' });
      }
    }
    store.updateDevice({ hubPort: this.#port });
  }

  /** Stops the hub, which has five seconds to shut down cleanly. */
  stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelRestart();
    const child = this.#child;
    if (!child) return this.#ended;
    const cancel = this.#clock.after(EXIT_TIMEOUT_MS, () => child.kill());
    this.#ended = new Promise<void>((resolve) => child.onEnd(() => resolve())).then(cancel);
    child.stop();
    return this.#ended;
  }

  get #localUserFile(): string {
    return join(this.#o.directory, 'local-user.json');
  }

  get #logFile(): string {
    return join(this.#o.directory, 'hub.log');
  }

  /** Starts one process; resolves when it is ready, rejects when it ends or stays silent before that. */
  #launch(): Promise<void> {
    const { directory, launch } = this.#o;
    const args = ['--host', '127.0.0.1', '--port', String(this.#port)];
    args.push('--db', `sqlite:${join(directory, 'hub.db')}`, '--embedded', this.#localUserFile);
    const child = launch(args);
    this.#child = child;
    const startedAt = this.#clock.steady();
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#log(text));

    return new Promise((resolve, reject) => {
      let ready = false;
      const cancel = this.#clock.after(READY_TIMEOUT_MS, () => child.kill());
      createInterface({ input: child.stdout }).on('line', (line) => {
        const port = ready ? null : portWhenReady(line);
        if (port === null) return this.#log(`${line}\n`);
        ready = true;
        this.#port = port;
        cancel();
        resolve();
      });
      child.onEnd((code) => {
        cancel();
        this.#child = null;
        reject(new Error('the hub ended'));
        if (!ready && this.#restarting && code === EXIT_CONFIGURATION) this.#giveUp();
        if (this.#clock.steady() - startedAt > SETTLED_AFTER_MS) this.#attempt = 0;
        if (ready || this.#restarting) this.#restartLater();
      });
    });
  }

  #restartLater(): void {
    if (this.#stopping) return;
    this.#tell({ restarting: true, failure: null });
    const wait = backoff(this.#attempt, Math.random);
    this.#attempt += 1;
    this.#cancelRestart = this.#clock.after(wait, () => {
      this.#launch().then(
        () => this.#tell({ restarting: false, failure: null }),
        // The next attempt was already scheduled when this one ended.
        () => undefined,
      );
    });
  }

  #giveUp(): void {
    this.#stopping = true;
    this.#tell({ restarting: false, failure: this.#lastWords });
  }

  #tell({ restarting, failure }: { readonly restarting: boolean; readonly failure: string | null }): void {
    if (this.#restarting === restarting && this.#failure === failure) return;
    this.#restarting = restarting;
    this.#failure = failure;
    for (const listener of this.#listeners) listener();
  }

  /** Writes to the log, which is rotated once when it has grown too large. */
  #log(text: string): void {
    this.#lastWords = text.trim().split('\n').at(-1) ?? '';
    try {
      const size = statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0;
      if (size > MAX_LOG_BYTES) renameSync(this.#logFile, `${this.#logFile}.1`);
      appendFileSync(this.#logFile, text, { mode: 0o600 });
    } catch {
      // A full disk must not bring down the shell; the hub itself keeps running.
    }
  }
}

/** The port in the line that reports "ready"; `null` for any other line. */
function portWhenReady(line: string): number | null {
  try {
    return Ready.safeParse(JSON.parse(line)).data?.port ?? null;
  } catch {
    return null;
  }
}
