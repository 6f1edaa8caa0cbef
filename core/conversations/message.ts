/** Messages of a conversation: numbered per conversation, so that a client that sees a gap asks for what is missing. */
import { z } from 'zod';
import { MAX_MESSAGE_BYTES } from '../defaults.ts';
import { Id, Instant } from '../vocabulary.ts';

const bytes = new TextEncoder();
export const MessageText = z
  .string()
  .refine((text) => text.trim().length > 0, { params: { code: 'EMPTY' }, message: 'empty' })
  .refine((text) => bytes.encode(text).length <= MAX_MESSAGE_BYTES, {
    params: { code: 'TOO_LARGE' },
    message: 'too large',
  });

export const Message = z.object({
  number: z.number().int().positive(),
  /** Given by the sender's client; the same id is the same message, however often it is sent. */
  clientId: Id,
  from: z.enum(['customer', 'agent', 'system', 'whisper']),
  /** The name that the reader may see: alias for customers, real name for staff. For `system`: empty. */
  sender: z.string(),
  text: z.string(),
  /** For `system`: what happened, e.g. `agent-joined`, `customer-left`, `ended`, `transferred`; the reader's language makes the words. */
  event: z
    .enum(['agent-joined', 'agent-left', 'customer-left', 'ended', 'on-hold', 'resumed', 'returned-to-queue'])
    .nullable(),
  at: Instant,
});
export type Message = z.infer<typeof Message>;

/** How far the other side has got. */
export const ReadMarks = z.object({
  delivered: z.number().int().nonnegative(),
  read: z.number().int().nonnegative(),
});
export type ReadMarks = z.infer<typeof ReadMarks>;

/** One increment of a conversation as an agent sees it. The first one is `history`. */
export const ConversationEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('history'),
    messages: z.array(Message),
    /** Marks of the customer. */
    marks: ReadMarks,
    /** True when older messages exist before the first one. */
    more: z.boolean(),
    /** The number of the last message there is: less than what the reader holds after a backup was restored. */
    last: z.number().int().nonnegative().optional(),
  }),
  z.object({ kind: z.literal('messages'), messages: z.array(Message) }),
  z.object({ kind: z.literal('marks'), marks: ReadMarks }),
  z.object({ kind: z.literal('typing'), typing: z.boolean() }),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;

/** What the customer's page shows; pushed whole whenever it changes, messages as increments. */
export const CustomerView = z.object({
  state: z.enum(['waiting', 'talking', 'on-hold', 'ended']),
  /** Place in the queue, 1 = next; `null` when not waiting. */
  position: z.number().int().positive().nullable(),
  /** Estimated wait in seconds; `null` = cannot be said. */
  estimatedWaitSeconds: z.number().int().nonnegative().nullable(),
  /** The agent's alias. */
  agent: z.string().nullable(),
  agentTyping: z.boolean(),
  /** Marks of the agent. */
  marks: ReadMarks,
  endedBy: z.enum(['agent', 'customer', 'supervisor', 'system']).nullable(),
});
export type CustomerView = z.infer<typeof CustomerView>;

export const CustomerEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('view'), view: CustomerView }),
  /** `more` comes with the first page: whether there are older ones, to be asked for. */
  z.object({ kind: z.literal('messages'), messages: z.array(Message), more: z.boolean().optional() }),
]);
export type CustomerEvent = z.infer<typeof CustomerEvent>;
