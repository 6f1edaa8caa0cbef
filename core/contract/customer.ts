/** What a customer's page can do: start a chat and reach that one conversation with its token, and nothing else. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CustomerEvent, Message, MessageText } from '../conversations/message.ts';
import { Id } from '../vocabulary.ts';
import { procedure } from './base.ts';

export const customerContract = {
  /** What the page shows before the chat: texts, the queues a customer can choose from. */
  page: procedure('public')
    .input(z.object({ queue: z.string().max(80).nullable().default(null) }))
    .output(
      z.object({
        centre: z.string(),
        queue: z.object({ developerName: z.string(), name: z.string() }).nullable(),
        welcome: z.string(),
        /** False when nobody is signed in for this queue now. */
        staffed: z.boolean(),
      }),
    ),
  /** Begins a conversation. `startId` makes a repeated start harmless. The token opens this conversation only. */
  start: procedure('public')
    .input(
      z.object({
        startId: Id,
        name: z.string().trim().min(1).max(100),
        subject: z.string().trim().max(200).default(''),
        queue: z.string().max(80).nullable().default(null),
        fields: z.record(z.string().max(60), z.string().max(500)).default({}),
      }),
    )
    .output(z.object({ token: z.string(), workItemId: Id })),
  /** Streams the view and the messages after `after`. */
  watch: procedure('customer')
    .input(z.object({ after: z.number().int().nonnegative().default(0) }))
    .output(eventIterator(CustomerEvent)),
  send: procedure('customer')
    .input(z.object({ clientId: Id, text: MessageText }))
    .output(Message),
  typing: procedure('customer')
    .input(z.object({ typing: z.boolean() }))
    .output(z.object({})),
  markRead: procedure('customer')
    .input(z.object({ number: z.number().int().nonnegative() }))
    .output(z.object({})),
  end: procedure('customer').input(z.object({})).output(z.object({})),
};
export type CustomerContract = typeof customerContract;
