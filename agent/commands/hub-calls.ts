/**
 * Calls that survive a cut. A call waits for a connection and is sent again after a reconnect until ten seconds are
 * over; a command keeps its id, so that the hub carries it out once and answers it the same.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { Clock } from '../clock.ts';
import { isHubAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';

/** A person who has waited this long for an answer wants to know that there is none. */
const CALL_TIMEOUT_MS = 10_000;

export interface Connections {
  /** The open connection, as soon as there is one; rejects when `signal` is aborted first. */
  connected(signal: AbortSignal): Promise<HubSocket>;
}

export class HubCalls {
  readonly #connections: Connections;
  readonly #clock: Clock;

  constructor(connections: Connections, clock: Clock) {
    this.#connections = connections;
    this.#clock = clock;
  }

  /** Carries out a command exactly once. Throws the hub's refusal, or `LINK_LOST` when no answer came in time. */
  command<T>(call: (client: HubClient, commandId: string) => Promise<T>): Promise<T> {
    const commandId = randomUUID();
    return this.ask((client) => call(client, commandId));
  }

  /** Asks something that is harmless when asked twice. Throws as `command` does. */
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
          // The connection broke under the call: nobody knows whether the hub heard it.
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
