/** Implements the customer's contract. */
import { implement } from '@orpc/server';
import { customerContract } from '#core/contract/customer.ts';
import { AppError } from '#core/errors.ts';
import type { CustomerRight } from '../access/rights.ts';
import {
  endByCustomer,
  markReadByCustomer,
  readOlderAsCustomer,
  sendAsCustomer,
} from '../conversations/customer-side.ts';
import { watchAsCustomer } from '../conversations/customer-watch.ts';
import { startAsCustomer } from '../conversations/start.ts';
import { readWelcome } from '../conversations/welcome.ts';
import type { HubServices } from './services.ts';
import { type CallContext, guard } from './procedures.ts';

function conversation({ customer }: CallContext): CustomerRight {
  if (customer === null) throw new AppError('NOT_SIGNED_IN');
  return customer;
}

export function customerRouter({ context: hub, limits }: HubServices) {
  const os = implement(customerContract).$context<CallContext>().use(guard);
  return os.router({
    page: os.page.handler(({ input, context }) => {
      limits.reads.take(context.address);
      return readWelcome(hub, input.queue);
    }),
    start: os.start.handler(({ input, context }) => {
      limits.starts.take(context.address);
      return startAsCustomer(hub, input);
    }),
    watch: os.watch.handler(({ input, context, signal }) => {
      const right = conversation(context);
      limits.watches.take(right.workItemId);
      return watchAsCustomer(hub, right, input.after, signal);
    }),
    older: os.older.handler(({ input, context }) => {
      const right = conversation(context);
      limits.reads.take(right.workItemId);
      return readOlderAsCustomer(hub, right, input.before);
    }),
    send: os.send.handler(({ input, context }) => {
      const { workItemId } = conversation(context);
      limits.messages.take(workItemId);
      limits.customerBytes.take(context.address, Buffer.byteLength(input.text));
      return sendAsCustomer(hub, workItemId, input);
    }),
    typing: os.typing.handler(({ input, context }) => {
      const { workItemId } = conversation(context);
      limits.typing.take(workItemId);
      hub.announceTyping({ workItemId, typing: input.typing, from: 'customer' });
      return {};
    }),
    markRead: os.markRead.handler(async ({ input, context }) => {
      const { workItemId } = conversation(context);
      limits.reads.take(workItemId);
      await markReadByCustomer(hub, workItemId, input.number);
      return {};
    }),
    end: os.end.handler(async ({ context }) => {
      const { workItemId } = conversation(context);
      limits.reads.take(workItemId);
      await endByCustomer(hub, workItemId);
      return {};
    }),
  });
}
