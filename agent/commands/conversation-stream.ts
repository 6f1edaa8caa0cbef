/** One conversation as one uninterrupted stream across reconnects. */
import { ConversationEvent, type Message } from '#core/conversations/message.ts';
import { readTolerantly } from '#core/read-tolerantly.ts';
import { codeOf, isHubAnswer, toAppError } from '../errors.ts';
import type { HubClient, HubSocket } from '../link/hub-socket.ts';
import { type Connections, gone } from './hub-calls.ts';

/** How a conversation is read: by its agent, or by a supervisor who monitors it. */
export interface ConversationAccess {
  watch(
    client: HubClient,
    input: { readonly workItemId: string; readonly after: number },
    signal: AbortSignal,
  ): Promise<AsyncIterable<ConversationEvent>>;
  older(
    client: HubClient,
    input: { readonly workItemId: string; readonly before: number },
  ): Promise<readonly Message[]>;
}

const asAgent: ConversationAccess = {
  watch: (client, input, signal) => client.conversation.watch(input, { signal }),
  older: (client, input) => client.conversation.older(input),
};

export const readingAlong: ConversationAccess = {
  watch: (client, input, signal) => client.supervisor.conversation.readAlong(input, { signal }),
  older: (client, input) => client.supervisor.conversation.older(input),
};

/**
 * Streams `workItemId` until `signal` is aborted or the hub ends it. After a cut it resumes after the last message
 * held. Messages arrive in order of their numbers, each exactly once; gaps are fetched. Throws the hub's error
 * (`NOT_FOUND`, `NOT_A_CONVERSATION`, …).
 */
export async function* conversationStream(
  connections: Connections,
  workItemId: string,
  signal: AbortSignal,
  door: ConversationAccess = asAgent,
): AsyncGenerator<ConversationEvent, void, void> {
  const held = { number: 0, begun: false };
  while (!signal.aborted) {
    let socket: HubSocket;
    try {
      socket = await connections.connected(signal);
    } catch {
      return;
    }
    try {
      const events = await door.watch(socket.client, { workItemId, after: held.number }, signal);
      for await (const event of events) {
        // Skip event kinds that only a newer hub knows.
        const reading = readTolerantly(ConversationEvent, event);
        if (reading.readable) yield* forward({ socket, door }, workItemId, reading.value, held);
      }
      if (!socket.gone.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (isHubAnswer(error) && codeOf(error) !== 'NOT_SIGNED_IN') throw toAppError(error);
      socket.terminate();
      await gone(socket);
    }
  }
}

interface Line {
  readonly socket: HubSocket;
  readonly door: ConversationAccess;
}

async function* forward(
  line: Line,
  workItemId: string,
  event: ConversationEvent,
  held: { number: number; begun: boolean },
): AsyncGenerator<ConversationEvent, void, void> {
  if (event.kind === 'typing' || event.kind === 'marks') return yield event;
  // A hub that was restored from a backup has fewer messages than this reader: start over with all of them.
  const restored = event.kind === 'history' && event.last !== undefined && event.last < held.number;
  if (event.kind === 'history' && (!held.begun || restored)) {
    held.begun = true;
    held.number = event.messages.at(-1)?.number ?? 0;
    return yield event;
  }
  const messages = await withoutGap(
    line,
    workItemId,
    held.number,
    event.messages.filter((message) => message.number > held.number),
  );
  held.number = messages.at(-1)?.number ?? held.number;
  if (messages.length > 0) yield { kind: 'messages', messages };
  if (event.kind === 'history') yield { kind: 'marks', marks: event.marks };
}

/** Fetches the messages between the last one held and the first one received, until the hub has none left. */
async function withoutGap(
  { socket, door }: Line,
  workItemId: string,
  last: number,
  came: readonly Message[],
): Promise<Message[]> {
  const messages = [...came];
  while (last > 0 && messages[0] && messages[0].number > last + 1) {
    const older = await door.older(socket.client, { workItemId, before: messages[0].number });
    const missing = older.filter(({ number }) => number > last && number < (messages[0]?.number ?? 0));
    if (missing.length === 0) break;
    messages.unshift(...missing);
  }
  return messages;
}
