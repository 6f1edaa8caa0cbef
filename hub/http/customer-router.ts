/** The customer's contract, carried out. */
import { implement } from '@orpc/server';
import { customerContract } from '#core/contract/customer.ts';
import { AppError } from '#core/errors.ts';
import {
  customerQueue,
  endByCustomer,
  markReadByCustomer,
  sendAsCustomer,
  startConversation,
  watchAsCustomer,
} from '../conversations/customer-side.ts';
import type { HubServices } from '../services.ts';
import { type CallContext, guard } from './procedures.ts';

function conversation(context: CallContext): string {
  if (context.workItemId === null) throw new AppError('NOT_SIGNED_IN');
  return context.workItemId;
}

export function customerRouter({ context: hub, limits }: HubServices) {
  const os = implement(customerContract).$context<CallContext>().use(guard);
  return os.router({
    page: os.page.handler(async ({ input, context }) => {
      limits.reads.take(context.address);
      const { directory } = hub;
      const queue = customerQueue(hub, input.queue);
      const signedIn = await hub.store.reader
        .selectFrom('agent_state')
        .select('agent_id')
        .where('signed_in', '=', 1)
        .where('effective_base', '!=', 'offline')
        .execute();
      return {
        centre: directory.settings.centreName,
        queue: { developerName: queue.developerName, name: queue.name },
        welcome: queue.texts.welcome,
        staffed: signedIn.some(
          (one) =>
            directory.users.has(one.agent_id) && directory.effective(one.agent_id).queueIds.has(queue.id),
        ),
      };
    }),
    start: os.start.handler(({ input, context }) => {
      limits.starts.take(context.address);
      return startConversation(hub, input);
    }),
    watch: os.watch.handler(({ input, context, signal }) => {
      const workItemId = conversation(context);
      limits.reads.take(workItemId);
      return watchAsCustomer(hub, workItemId, input.after, signal);
    }),
    send: os.send.handler(({ input, context }) => {
      const workItemId = conversation(context);
      limits.messages.take(workItemId);
      return sendAsCustomer(hub, workItemId, input);
    }),
    typing: os.typing.handler(({ input, context }) => {
      const workItemId = conversation(context);
      limits.typing.take(workItemId);
      hub.announceTyping({ workItemId, typing: input.typing, from: 'customer' });
      return {};
    }),
    markRead: os.markRead.handler(async ({ input, context }) => {
      const workItemId = conversation(context);
      limits.reads.take(workItemId);
      await markReadByCustomer(hub, workItemId, input.number);
      return {};
    }),
    end: os.end.handler(async ({ context }) => {
      await endByCustomer(hub, conversation(context));
      return {};
    }),
  });
}
