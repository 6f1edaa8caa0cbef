/** The most frequent actions of users in a test world, as one-liners. */
import type { OpenWork } from '#core/snapshot.ts';
import { commandId, type World } from './world.ts';

/** A customer starts a chat and the agent accepts it. */
export async function talk(world: World, agent: string, customer = 'Cora'): Promise<OpenWork> {
  const workItemId = await world.chat(customer);
  const offer = (await world.snapshot(agent)).offers.find((one) => one.workItemId === workItemId);
  if (!offer) throw new Error(`${agent} was not offered the chat`);
  await world.do(world.as(agent).work.accept({ commandId: commandId(), agentWorkId: offer.agentWorkId }));
  return (await world.snapshot(agent)).work.find((one) => one.workItemId === workItemId)!;
}

export const setStatus = (
  world: World,
  agent: string,
  statusId: string,
  more: { until?: number; handOverOpenWork?: boolean } = {},
) => world.do(world.as(agent).presence.setStatus({ commandId: commandId(), statusId, ...more }));

export const endWork = (world: World, agent: string, agentWorkId: string) =>
  world.do(world.as(agent).work.end({ commandId: commandId(), agentWorkId }));
