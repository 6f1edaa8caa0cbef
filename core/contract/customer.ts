/** What a customer's page can do: start a chat and, with the token of that conversation, use it; nothing else. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CustomerEvent, Message, MessageText } from '../conversations/message.ts';
import { OneLine, VisibleName } from '../text/clean-text.ts';
import { Fields, Id } from '../vocabulary.ts';
import { procedure } from './base.ts';

export const customerContract = {
  /** What the page shows before the chat: texts and the queues a customer can choose from. */
  page: procedure('public')
    .input(z.object({ queue: z.string().max(80).nullable().default(null) }))
    .output(
      z.object({
        centre: z.string(),
        queue: z.object({ developerName: z.string(), name: z.string() }).nullable(),
        welcome: z.string(),
        /** False when no agent is signed in for this queue now. */
        staffed: z.boolean(),
      }),
    ),
  /**
   * Starts a conversation. `startId` is random and makes a repeated start idempotent. The token opens this conversation
   * only.
   */
  start: procedure('public')
    .input(
      z.object({
        startId: z.uuidv4(),
        /**
         * A random secret of this browser (at least 128 bits). A start repeated within minutes with the same secret
         * returns the same conversation; without the secret a repeated start is rejected with START_USED.
         */
        browserKey: z.string().min(22).max(200).optional(),
        name: VisibleName(100),
        subject: OneLine(200).default(''),
        queue: z.string().max(80).nullable().default(null),
        /**
         * Claims of the page about its customer: shown to the agent as "from the customer" and not used for any
         * decision.
         */
        fields: Fields.default({}),
        /** Facts that the site vouches for: a JWT (HS256) signed with one of the signing keys of Setup. */
        identity: z.string().max(8_000).optional(),
      }),
    )
    .output(z.object({ token: z.string(), workItemId: Id })),
  /** Streams the view and the messages after `after`. */
  watch: procedure('customer')
    .input(z.object({ after: z.number().int().nonnegative().default(0) }))
    .output(eventIterator(CustomerEvent)),
  /** The page of messages before a number; `more` = older ones exist. */
  older: procedure('customer')
    .input(z.object({ before: z.number().int().positive() }))
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
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
