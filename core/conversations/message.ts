/** Messages of a conversation: numbered per conversation, so that a client that sees a gap requests what is missing. */
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
  /** Assigned by the sender's client; the same id is always the same message, however often it is sent. */
  clientId: Id,
  from: z.enum(['customer', 'agent', 'system', 'whisper']),
  /** The name that the reader may see: alias for customers, real name for staff. Empty for `system`. */
  sender: z.string(),
  text: z.string(),
  /**
   * For `system`: what happened, e.g. `agent-joined`, `customer-left`, `ended`, `transferred`; rendered in the reader's
   * language.
   */
  event: z
    .enum(['agent-joined', 'agent-left', 'customer-left', 'ended', 'on-hold', 'resumed', 'returned-to-queue'])
    .nullable(),
  at: Instant,
});
export type Message = z.infer<typeof Message>;

/** How far the other side has received and read. */
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
    /** The customer's delivered and read marks. */
    marks: ReadMarks,
    /** True when older messages exist before the first one. */
    more: z.boolean(),
    /** The number of the last stored message: less than what the reader has after a backup was restored. */
    last: z.number().int().nonnegative().optional(),
  }),
  z.object({ kind: z.literal('messages'), messages: z.array(Message) }),
  z.object({ kind: z.literal('marks'), marks: ReadMarks }),
  z.object({ kind: z.literal('typing'), typing: z.boolean() }),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;

/** What the customer's page shows; pushed in full whenever it changes, messages as increments. */
export const CustomerView = z.object({
  state: z.enum(['waiting', 'talking', 'on-hold', 'ended']),
  /** Position in the queue, 1 = next; `null` when not waiting. */
  position: z.number().int().positive().nullable(),
  /** Estimated wait in seconds; `null` = no estimate. */
  estimatedWaitSeconds: z.number().int().nonnegative().nullable(),
  /** The agent's alias. */
  agent: z.string().nullable(),
  agentTyping: z.boolean(),
  /** The agent's delivered and read marks. */
  marks: ReadMarks,
  endedBy: z.enum(['agent', 'customer', 'supervisor', 'system']).nullable(),
});
export type CustomerView = z.infer<typeof CustomerView>;

export const CustomerEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('view'), view: CustomerView }),
  /** `more` comes with the first page: whether older messages exist. */
  z.object({ kind: z.literal('messages'), messages: z.array(Message), more: z.boolean().optional() }),
]);
export type CustomerEvent = z.infer<typeof CustomerEvent>;
