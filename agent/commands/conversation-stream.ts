/** One conversation as one uninterrupted stream, whatever happens to the connection underneath. */
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { codeOf, isAnswer, toAppError } from '../errors.ts';
import type { HubSocket } from '../link/hub-socket.ts';
import { type Connections, gone } from './hub-calls.ts';

/**
 * Streams `workItemId` until `signal` is aborted or the hub ends it. After a cut it goes on after the last message held;
 * messages come in order of their numbers, each once, and what is missing in between is asked for.
 * Throws the hub's refusal (`NOT_FOUND`, `NOT_A_CONVERSATION`, …).
 */
export async function* conversationStream(
  connections: Connections,
  workItemId: string,
  signal: AbortSignal,
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
      const events = await socket.client.conversation.watch({ workItemId, after: held.number }, { signal });
      for await (const event of events) yield* forward(socket, workItemId, event, held);
      if (!socket.gone.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      if (isAnswer(error) && codeOf(error) !== 'NOT_SIGNED_IN') throw toAppError(error);
      socket.terminate();
      await gone(socket);
    }
  }
}

async function* forward(
  socket: HubSocket,
  workItemId: string,
  event: ConversationEvent,
  held: { number: number; begun: boolean },
): AsyncGenerator<ConversationEvent, void, void> {
  if (event.kind === 'typing' || event.kind === 'marks') return yield event;
  if (event.kind === 'history' && !held.begun) {
    held.begun = true;
    held.number = event.messages.at(-1)?.number ?? 0;
    return yield event;
  }
  const messages = await withoutGap(
    socket,
    workItemId,
    held.number,
    event.messages.filter((message) => message.number > held.number),
  );
  held.number = messages.at(-1)?.number ?? held.number;
  if (messages.length > 0) yield { kind: 'messages', messages };
  if (event.kind === 'history') yield { kind: 'marks', marks: event.marks };
}

/** Asks for the messages between the last one held and the first one that came, as long as the hub has any. */
async function withoutGap(
  socket: HubSocket,
  workItemId: string,
  last: number,
  came: readonly Message[],
): Promise<Message[]> {
  const messages = [...came];
  while (last > 0 && messages[0] && messages[0].number > last + 1) {
    const older = await socket.client.conversation.older({ workItemId, before: messages[0].number });
    const missing = older.filter(({ number }) => number > last && number < (messages[0]?.number ?? 0));
    if (missing.length === 0) break;
    messages.unshift(...missing);
  }
  return messages;
}
