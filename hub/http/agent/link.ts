/** The link of a device: snapshots, heartbeats, and ringing. */
import { implement } from '@orpc/server';
import { hubContract } from '#core/contract/hub.ts';
import { watchFromDevice } from '../../presence/device-watch.ts';
import { beat } from '../../presence/links.ts';
import { noteSoundFailure, ringOn } from '../../presence/ringing.ts';
import { type CallContext, guard } from '../procedures.ts';
import type { HubServices } from '../services.ts';
import { agentCommands, agentId } from './agent-commands.ts';

export function linkRouter({ context: hub, limits, watchers }: HubServices) {
  const os = implement(hubContract.link).$context<CallContext>().use(guard);
  const { onAgent } = agentCommands(hub);
  return os.router({
    watch: os.watch.handler(({ input, context, signal }) =>
      watchFromDevice(hub, watchers, agentId(context), input, signal),
    ),
    beat: os.beat.handler(async ({ input, context }) => {
      await beat(hub, agentId(context), input.deviceId);
      return { hubTime: hub.clock.now() };
    }),
    ringHere: os.ringHere.handler(onAgent((unit, agent, input) => ringOn(unit, agent, input.deviceId))),
    soundFailed: os.soundFailed.handler(({ input, context }) => {
      noteSoundFailure(hub, limits, agentId(context), input.what);
      return {};
    }),
  });
}
