/** What a list of conversations marks: unread messages, and customers who wait for an answer. */
import type { Message } from './message.ts';

/** Messages of the customer after the last one that the agent has read. */
export const unreadCount = (
  messages: ReadonlyArray<Pick<Message, 'number' | 'from'>>,
  readNumber: number,
): number => messages.filter(({ number, from }) => from === 'customer' && number > readNumber).length;

/**
 * Since when the customer waits for an answer: their first message after the agent's last. `null` = does not wait.
 * Whispers and system messages answer nobody.
 */
export function waitingForYouSince(
  messages: ReadonlyArray<Pick<Message, 'number' | 'from' | 'at'>>,
): number | null {
  const inOrder = [...messages].sort((a, b) => a.number - b.number);
  const answeredAt = inOrder.findLastIndex(({ from }) => from === 'agent');
  return inOrder.slice(answeredAt + 1).find(({ from }) => from === 'customer')?.at ?? null;
}
