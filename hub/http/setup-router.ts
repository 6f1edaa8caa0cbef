/** Implements Setup's contract; for administrators. */
import { implement } from '@orpc/server';
import { saveName, setupContract } from '#core/contract/setup.ts';
import { setupNouns } from '#core/setup/nouns.ts';
import { AppError } from '#core/errors.ts';
import type { HubServices } from './services.ts';
import type { Admin } from '../audit/audit-line.ts';
import { movesOf } from '../setup/memberships.ts';
import { assign, orderStatuses, removeRecord, saveRecord, setActive, setPassword } from '../setup/save.ts';
import { usesOf } from '../setup/uses.ts';
import { watchSetup } from '../setup/watch.ts';
import { type CallContext, guard } from './procedures.ts';

function admin(context: CallContext): Admin {
  if (!context.who) throw new AppError('NOT_SIGNED_IN');
  return { id: context.who.user.id, name: context.who.user.name };
}

export function setupRouter({ context: hub }: HubServices) {
  const os = implement(setupContract).$context<CallContext>().use(guard);
  const saves = Object.fromEntries(
    setupNouns.map((noun) => {
      const procedure = os.save[saveName(noun)] as typeof os.save.status;
      return [
        saveName(noun),
        procedure.handler(({ input, context }) => saveRecord(hub, admin(context), noun, input)),
      ];
    }),
  ) as unknown as {
    [Name in keyof (typeof setupContract)['save']]: ReturnType<(typeof os.save)[Name]['handler']>;
  };
  return os.router({
    picture: os.picture.handler(() => hub.directory.picture),
    watch: os.watch.handler(({ signal }) => watchSetup(hub, signal)),
    save: saves,
    setActive: os.setActive.handler(({ input, context }) => setActive(hub, admin(context), input)),
    orderStatuses: os.orderStatuses.handler(async ({ input, context }) => {
      await orderStatuses(hub, admin(context), input.ids);
      return {};
    }),
    usedBy: os.usedBy.handler(({ input }) => usesOf(hub.directory, input.noun, input.id)),
    remove: os.remove.handler(async ({ input, context }) => {
      await removeRecord(hub, admin(context), input);
      return {};
    }),
    moves: os.moves.handler(({ input }) => movesOf(hub.directory, input)),
    assign: os.assign.handler(async ({ input, context }) => {
      await assign(hub, admin(context), input);
      return {};
    }),
    setPassword: os.setPassword.handler(async ({ input, context }) => {
      await setPassword(hub, admin(context), input.userId, input.password);
      return {};
    }),
  });
}
