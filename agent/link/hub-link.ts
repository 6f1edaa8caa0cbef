/**
 * The link to one hub: keeps one socket alive, sends heartbeats on it, passes on every snapshot, and reconnects after
 * every cut. It owns only the connection; the mirror interprets the snapshots.
 */
import type { LinkView } from '#core/contract/bridge.ts';
import { HEARTBEAT_INTERVAL_MS } from '#core/defaults.ts';
import { backoff, nextCheckAt } from '#core/link/link-rules.ts';
import { readTolerantly } from '#core/read-tolerantly.ts';
import { AgentSnapshot } from '#core/snapshot.ts';
import { aborted, type Cancel, type Clock, pause, within } from '../clock.ts';
import { codeOf } from '../errors.ts';
import type { Fingerprint } from './certificate.ts';
import { failureReason } from './failure-reason.ts';
import {
  HubRefused,
  type HubSocket,
  type HubConnectionError,
  openHubSocket,
  TokenRefused,
} from './hub-socket.ts';
import { linkState } from './link-state.ts';

/** Where the link gets its token from. */
export interface Tokens {
  /** The current token, if any. */
  current(): string | null;
  /** Gets a new token. Throws `NOT_SIGNED_IN` or `WRONG_CREDENTIALS` when only the user can help. */
  renew(): Promise<string>;
  /** The hub rejected this token. */
  forget(token: string): void;
}

export interface HubLinkOptions {
  readonly hub: string;
  readonly deviceId: string;
  readonly deviceName: string;
  /** One per run of the application and account. */
  readonly runId: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onView: (view: LinkView) => void;
  /** `first` = the first one on a new socket; it is authoritative even if its version is lower. */
  readonly onSnapshot: (snapshot: AgentSnapshot, first: boolean) => void;
  /** The hub's clock, with our wall clock when the request left and when the answer came. */
  readonly onHubTime: (hubTime: number, askedAt: number, answeredAt: number) => void;
  /** Only the user can sign in again; the link is off. */
  readonly onSignedOut: () => void;
  /** Certificate that the hub must present; read again for every attempt. */
  readonly trusted: () => Fingerprint | null;
  /** The failure of the last attempt; `null` = nothing that requires action by the user. */
  readonly onTrouble: (trouble: HubConnectionError | null) => void;
  /** Why an attempt or a connection has ended, for support. */
  readonly onFailure: (reason: string) => void;
}

/** A connection that lasted this long resets the back-off: the next cut starts from the shortest wait. */
const STABLE_LINK_MS = 5_000;
const FIRST_SNAPSHOT_TIMEOUT_MS = 10_000;
/** After a resume or a network change an answer must arrive within this time, or the socket is dropped. */
const LINK_PROBE_TIMEOUT_MS = 3_000;
/** A heartbeat that is this late means that the machine slept. */
const SUSPEND_THRESHOLD_MS = 15_000;

type End = 'cut' | 'signed-out';

export class HubLink {
  readonly #o: HubLinkOptions;
  #view: LinkView;
  #stopped: AbortController | null = null;
  #nudged = new AbortController();
  /** No connection is attempted until this is aborted; `null` = no hold. */
  #held: AbortController | null = null;
  #socket: HubSocket | null = null;
  #everOpen = false;
  #lastAnswer = 0;
  #retryAt: number | null = null;
  /** Parts of the last snapshot that could not be parsed. */
  #unread = '';
  #cancelWatchdog: Cancel = () => undefined;
  readonly #waiting = new Set<(socket: HubSocket) => void>();

  constructor(options: HubLinkOptions) {
    this.#o = options;
    this.#view = { state: 'off', since: options.clock.now(), retryAt: null };
  }

  get view(): LinkView {
    return this.#view;
  }

  /** Starts to connect and stays connected until `stop`. */
  start(): void {
    if (this.#stopped) return;
    const stopped = new AbortController();
    this.#stopped = stopped;
    this.#everOpen = false;
    this.#lastAnswer = this.#o.clock.steady();
    this.#update();
    void this.#run(stopped.signal);
  }

  /** Ends the connection at once, without notifying the hub. */
  stop(): void {
    this.#stopped?.abort();
    this.#stopped = null;
    this.#socket?.terminate();
    this.#socket = null;
    this.#retryAt = null;
    this.#update();
  }

  /** The network has changed or the machine woke up: connects now; an open socket must answer within three seconds. */
  nudge(): void {
    this.#nudged.abort();
    this.#nudged = new AbortController();
    const socket = this.#socket;
    if (!socket) return;
    const asked = this.#o.clock.steady();
    void this.#beat(socket);
    this.#o.clock.after(LINK_PROBE_TIMEOUT_MS, () => {
      if (this.#lastAnswer < asked) socket.terminate();
    });
  }

  /** Closes the connection and makes no other until `release`: a machine that cannot ring must not get offers. */
  hold(): void {
    this.#held ??= new AbortController();
    this.#socket?.terminate();
  }

  /** Undoes `hold`, and connects now. */
  release(): void {
    this.#held?.abort();
    this.#held = null;
    this.nudge();
  }

  /** Resolves with the open connection, now or once there is one; rejects when `signal` is aborted first. */
  connected(signal: AbortSignal): Promise<HubSocket> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      if (this.#socket) return resolve(this.#socket);
      const giveUp = () => {
        this.#waiting.delete(take);
        reject(signal.reason);
      };
      const take = (socket: HubSocket) => {
        signal.removeEventListener('abort', giveUp);
        resolve(socket);
      };
      this.#waiting.add(take);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { clock } = this.#o;
    let attempt = 0;
    while (!stopped.aborted) {
      if (this.#held) await aborted(AbortSignal.any([stopped, this.#held.signal]));
      if (stopped.aborted) return;
      const openedFor = { since: null as number | null };
      const end = await this.#connect(stopped, openedFor);
      if (stopped.aborted) return;
      this.#socket = null;
      if (end === 'signed-out') {
        this.stop();
        this.#o.onSignedOut();
        return;
      }
      const good = openedFor.since !== null && clock.steady() - openedFor.since >= STABLE_LINK_MS;
      if (good) attempt = 0;
      const wait = backoff(attempt, this.#o.random);
      attempt += 1;
      this.#retryAt = clock.now() + wait;
      this.#update();
      const nudged = this.#nudged.signal;
      await pause(clock, wait, AbortSignal.any([stopped, nudged]));
      if (nudged.aborted) attempt = 0;
      this.#retryAt = null;
    }
  }

  /** One connection from token to cut. Never rejects. */
  async #connect(stopped: AbortSignal, openedFor: { since: number | null }): Promise<End> {
    try {
      const socket = await this.#open(stopped);
      try {
        await this.#use(socket, stopped, openedFor);
      } catch (error) {
        // Ignore the library's own stream error for a closed socket; it carries no information.
        const gone = socket.gone.aborted && codeOf(error) === null;
        throw gone ? new Error('the connection was cut') : error;
      } finally {
        socket.terminate();
      }
      if (!stopped.aborted) this.#o.onFailure('the hub has ended the connection');
      return 'cut';
    } catch (error) {
      if (!stopped.aborted) this.#o.onFailure(failureReason(error));
      if (error instanceof HubRefused) this.#o.onTrouble(error.trouble);
      const code = codeOf(error);
      return code === 'NOT_SIGNED_IN' || code === 'WRONG_CREDENTIALS' ? 'signed-out' : 'cut';
    }
  }

  /** A rejected token is renewed first, once; then one socket is opened. */
  async #open(stopped: AbortSignal): Promise<HubSocket> {
    const { hub, tokens, trusted } = this.#o;
    const held = tokens.current();
    if (held !== null) {
      try {
        return await openHubSocket(hub, held, trusted(), stopped);
      } catch (error) {
        if (!(error instanceof TokenRefused)) throw error;
        tokens.forget(held);
      }
    }
    return openHubSocket(hub, await tokens.renew(), trusted(), stopped);
  }

  async #use(socket: HubSocket, stopped: AbortSignal, openedFor: { since: number | null }): Promise<void> {
    const { clock, deviceId, deviceName, runId, tokens } = this.#o;
    let cancelBeats: Cancel = () => undefined;
    try {
      const stream = await within(
        clock,
        FIRST_SNAPSHOT_TIMEOUT_MS,
        socket.client.link.watch({ deviceId, deviceName, runId }),
        () => new Error('the hub is silent'),
      );
      const silent = clock.after(FIRST_SNAPSHOT_TIMEOUT_MS, () => socket.terminate());
      try {
        for await (const pushed of stream) {
          const snapshot = this.#read(pushed);
          if (stopped.aborted) return;
          const first = openedFor.since === null;
          if (first) {
            silent();
            openedFor.since = clock.steady();
            cancelBeats = this.#startBeats(socket);
          }
          this.#o.onSnapshot(snapshot, first);
          this.#o.onTrouble(this.#unread === '' ? null : 'hub-unreadable');
          if (first) this.#opened(socket);
        }
      } finally {
        silent();
      }
    } catch (error) {
      if (codeOf(error) === 'NOT_SIGNED_IN') {
        const refused = tokens.current();
        if (refused !== null) tokens.forget(refused);
        return;
      }
      throw error;
    } finally {
      cancelBeats();
    }
  }

  /**
   * The readable parts of a snapshot. Unreadable parts are dropped and reported once: the hub may be newer than this
   * application, and offers must still ring.
   */
  #read(pushed: unknown): AgentSnapshot {
    const reading = readTolerantly(AgentSnapshot, pushed);
    const unread = reading.skipped.join(', ');
    if (unread !== '' && unread !== this.#unread) this.#o.onFailure(`cannot read from the hub: ${unread}`);
    this.#unread = unread;
    if (reading.readable) return reading.value;
    this.#o.onTrouble('hub-unreadable');
    throw new Error('nothing can be read of what the hub sends');
  }

  #opened(socket: HubSocket): void {
    if (this.#held) return socket.terminate();
    this.#socket = socket;
    this.#everOpen = true;
    this.#lastAnswer = this.#o.clock.steady();
    socket.gone.addEventListener(
      'abort',
      () => {
        if (this.#socket === socket) this.#socket = null;
        this.#update();
      },
      { once: true },
    );
    this.#update();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const take of waiting) take(socket);
  }

  #startBeats(socket: HubSocket): Cancel {
    const { clock } = this.#o;
    let cancel: Cancel = () => undefined;
    const schedule = () => {
      const [wall, steady] = [clock.now(), clock.steady()];
      cancel = clock.after(HEARTBEAT_INTERVAL_MS, () => {
        const late = Math.max(clock.now() - wall, clock.steady() - steady) - HEARTBEAT_INTERVAL_MS;
        schedule();
        if (late > SUSPEND_THRESHOLD_MS) this.nudge();
        else void this.#beat(socket);
      });
    };
    schedule();
    return () => cancel();
  }

  async #beat(socket: HubSocket): Promise<void> {
    const { clock, deviceId } = this.#o;
    const askedAt = clock.now();
    try {
      const { hubTime } = await socket.client.link.beat({ deviceId });
      if (socket !== this.#socket) return;
      this.#lastAnswer = clock.steady();
      this.#o.onHubTime(hubTime, askedAt, clock.now());
      this.#update();
    } catch {
      // The watchdog counts missing answers; a broken socket ends the stream of snapshots as well.
    }
  }

  /** Notifies of a changed view, and schedules another check for when silence alone would change it. */
  #update(): void {
    const { clock } = this.#o;
    this.#cancelWatchdog();
    const running = this.#stopped !== null;
    const now = clock.steady();
    const lastAnsweredAt = this.#lastAnswer;
    const open = this.#socket !== null;
    const state = linkState({ running, open, everOpen: this.#everOpen, lastAnsweredAt, now });
    const checkAt = running ? nextCheckAt(lastAnsweredAt, now) : null;
    if (checkAt !== null) this.#cancelWatchdog = clock.after(Math.ceil(checkAt - now), () => this.#update());
    const changed = state !== this.#view.state;
    if (changed || this.#retryAt !== this.#view.retryAt) {
      this.#view = { state, since: changed ? clock.now() : this.#view.since, retryAt: this.#retryAt };
      this.#o.onView(this.#view);
    }
    // Half-open: the socket reports open, but the hub sends nothing. Only a new one can help.
    if (state === 'lost') this.#socket?.terminate();
  }
}
