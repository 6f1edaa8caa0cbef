/** Setup passes through the runtime as it is: the hub checks who calls, keeps the versions and tells what is wrong. */
import { implement } from '@orpc/server';
import { setupContract } from '#core/contract/setup.ts';
import { toBridgeError, withBridgeErrors } from './errors.ts';
import type { AgentRuntime } from './runtime.ts';

export function createSetupRouter(runtime: AgentRuntime) {
  const { calls } = runtime.hub;
  const os = implement(setupContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toBridgeError(error);
    }
  });
  const { save } = os;
  return os.router({
    picture: os.picture.handler(({ input }) => calls.ask((hub) => hub.setup.picture(input))),
    watch: os.watch.handler(({ signal }) =>
      withBridgeErrors(runtime.hub.whole((hub, ended) => hub.setup.watch({}, { signal: ended }), signal)),
    ),
    save: {
      status: save.status.handler(({ input }) => calls.ask((hub) => hub.setup.save.status(input))),
      configuration: save.configuration.handler(({ input }) =>
        calls.ask((hub) => hub.setup.save.configuration(input)),
      ),
      declineReason: save.declineReason.handler(({ input }) =>
        calls.ask((hub) => hub.setup.save.declineReason(input)),
      ),
      channel: save.channel.handler(({ input }) => calls.ask((hub) => hub.setup.save.channel(input))),
      routing: save.routing.handler(({ input }) => calls.ask((hub) => hub.setup.save.routing(input))),
      queue: save.queue.handler(({ input }) => calls.ask((hub) => hub.setup.save.queue(input))),
      profile: save.profile.handler(({ input }) => calls.ask((hub) => hub.setup.save.profile(input))),
      user: save.user.handler(({ input }) => calls.ask((hub) => hub.setup.save.user(input))),
    },
    setActive: os.setActive.handler(({ input }) => calls.ask((hub) => hub.setup.setActive(input))),
    orderStatuses: os.orderStatuses.handler(({ input }) =>
      calls.ask((hub) => hub.setup.orderStatuses(input)),
    ),
    usedBy: os.usedBy.handler(({ input }) => calls.ask((hub) => hub.setup.usedBy(input))),
    remove: os.remove.handler(({ input }) => calls.ask((hub) => hub.setup.remove(input))),
    moves: os.moves.handler(({ input }) => calls.ask((hub) => hub.setup.moves(input))),
    assign: os.assign.handler(({ input }) => calls.ask((hub) => hub.setup.assign(input))),
    setPassword: os.setPassword.handler(({ input }) => calls.ask((hub) => hub.setup.setPassword(input))),
  });
}
