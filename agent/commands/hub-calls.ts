/**
 * Calls that survive a cut. A call waits for a connection and is sent again after a reconnect until ten seconds have
 * passed; a command keeps its id, so that the hub runs it once and returns the same answer.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { Clock } from '../clock.ts';
import { isHubAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';

/** After this wait a user should learn that there is no answer. */
const CALL_TIMEOUT_MS = 10_000;

export interface Connections {
  /** Resolves with the open connection once there is one; rejects when `signal` is aborted first. */
  connected(signal: AbortSignal): Promise<HubSocket>;
}

export class HubCalls {
  readonly #connections: Connections;
  readonly #clock: Clock;

  constructor(connections: Connections, clock: Clock) {
    this.#connections = connections;
    this.#clock = clock;
  }

  /** Runs a command exactly once. Throws the hub's error, or `LINK_LOST` when no answer came in time. */
  command<T>(call: (client: HubClient, commandId: string) => Promise<T>): Promise<T> {
    const commandId = randomUUID();
    return this.ask((client) => call(client, commandId));
  }

  /** Sends an idempotent query. Throws as `command` does. */
  async ask<T>(call: (client: HubClient) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const cancel = this.#clock.after(CALL_TIMEOUT_MS, () => late.abort());
    try {
      for (;;) {
        const socket = await orLinkLost(this.#connections.connected(late.signal), late.signal);
        try {
          return await orLinkLost(call(socket.client), late.signal);
        } catch (error) {
          if (isHubAnswer(error)) throw toAppError(error);
          // The connection broke during the call; it is unknown whether the hub received it.
          socket.terminate();
          await orLinkLost(gone(socket), late.signal);
        }
      }
    } finally {
      cancel();
    }
  }
}

function orLinkLost<T>(promise: Promise<T>, late: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new AppError('LINK_LOST'));
    if (late.aborted) giveUp();
    late.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, (error: unknown) => (late.aborted ? giveUp() : reject(error as Error)));
    promise.catch(() => undefined).finally(() => late.removeEventListener('abort', giveUp));
  });
}

/** Resolves once the connection has ended. */
export const gone = (socket: HubSocket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.gone.aborted) resolve();
    else socket.gone.addEventListener('abort', () => resolve(), { once: true });
  });
