/**
 * Keeps one connection to the shell open and provides one client that always uses the current connection. A call
 * without a connection fails at once: nothing is queued that would arrive after the user has lost interest.
 */
import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { CompleteBridgeContract } from '#core/contract/complete.ts';
import { INITIAL_BACKOFF_MS, MAX_BACKOFF_MS } from '#core/defaults.ts';
import type { BridgeStatus } from '../state/ui-store.ts';
import { type Transport, shellTransport } from './transport.ts';
import { startSession } from './session.ts';

export type BridgeClient = ContractRouterClient<CompleteBridgeContract>;
/** A session that is accepted and closed again within this time does not count as a connection. */
const STABLE_AFTER_MS = 3_000;

let current: ClientLink<ClientContext> | null = null;
let status: BridgeStatus = 'connecting';
let wake = () => {};
const watchers = new Set<(status: BridgeStatus) => void>();

export const bridge: BridgeClient = createORPCClient({
  call: (path, input, options) =>
    current ? current.call(path, input, options) : Promise.reject(new Error('The shell is away.')),
});

function become(next: BridgeStatus): void {
  if (status === next) return;
  status = next;
  for (const watcher of watchers) watcher(next);
}

/** Calls `watcher` on every change of the connection; returns an unsubscribe function. */
export function watchBridge(watcher: (status: BridgeStatus) => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** Retries now instead of after the back-off. */
export const retryNow = () => wake();

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });

/** Full jitter: a random part of an upper bound that doubles with every failure. */
const backOff = (failures: number) =>
  100 + Math.random() * Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** Math.min(failures, 10));

/** Connects, and reconnects, until the session is rejected. */
export async function keepConnected(open: Transport = shellTransport): Promise<void> {
  if (!(await startSession().catch(() => true))) return become('refused');
  for (let failures = 0; ; failures += 1) {
    try {
      const line = await open();
      current = line.link;
      become('connected');
      const since = performance.now();
      const how = await line.closed;
      current = null;
      if (how === 'refused') return become('refused');
      if (performance.now() - since > STABLE_AFTER_MS) failures = 0;
    } catch (error) {
      if (error instanceof Error && error.message === 'refused') return become('refused');
    }
    become('away');
    await pause(backOff(failures));
  }
}

const connected = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (status === 'connected') return resolve();
    const stop = watchBridge((next) => {
      if (next === 'connected') done();
    });
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
  });

/**
 * Reads a stream of the shell until `signal` aborts; reopens it whenever it breaks or the connection returns. `first`
 * marks the first element after each opening.
 */
export async function follow<T>(
  signal: AbortSignal,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  on: (element: T, first: boolean) => void,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    await connected(signal);
    if (signal.aborted) return;
    try {
      let first = true;
      for await (const element of await open(signal)) {
        if (signal.aborted) return;
        on(element, first);
        first = false;
        failures = 0;
      }
    } catch (error) {
      if (!signal.aborted && status === 'connected') console.warn('A stream of the shell broke.', error);
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, backOff(failures)));
  }
}
