/**
 * Devices and their links: who is connected, who is unsteady, who is lost; grace and what follows it.
 * Sign-in to routing happens with the first device that watches.
 */
import { randomUUID } from 'node:crypto';
import { GRACE, LOST_AFTER, UNSTEADY_AFTER } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { presenceAtSignIn } from '#core/presence/effective.ts';
import { deadlineAtLostAgent } from '#core/work/offer-terms.ts';
import type { LinkState } from '#core/vocabulary.ts';
import type { HubContext } from '../context.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit.ts';
import { lockedWork } from '../work/find.ts';
import { addNotice, liveOffers, returnOpenWork } from '../work/release.ts';
import { setRescue } from '../work/offers.ts';
import { goOffline } from './change-status.ts';
import { openConversations } from './open-conversations.ts';
import { byAgent, bySystem, type SetBy, writeStatus } from './periods.ts';

export interface DeviceFacts {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly runId: string;
}

/** A device opened its socket. Signs the agent in when nobody is, otherwise the present status stands. */
export async function connectDevice(
  unit: Unit,
  hubId: string,
  agentId: string,
  device: DeviceFacts,
): Promise<void> {
  const agent = await unit.agent(agentId);
  const known = {
    name: device.deviceName,
    run_id: device.runId,
    hub_id: hubId,
    connected_at: unit.now,
    last_beat_at: unit.now,
  };
  const before = await unit.db
    .selectFrom('device')
    .select('run_id')
    .where('agent_id', '=', agentId)
    .where('id', '=', device.deviceId)
    .executeTakeFirst();
  await unit.db
    .insertInto('device')
    .values({ id: device.deviceId, agent_id: agentId, ...known })
    .onConflict((conflict) => conflict.columns(['agent_id', 'id']).doUpdateSet(known))
    .execute();
  if (agent.signed_in === 0) await signIn(unit, agent);
  else if (agent.reason === 'link-lost' && before?.run_id !== device.runId) await signIn(unit, agent);
  if (agent.ringing_device_id === null || !(await isLinked(unit, agentId, agent.ringing_device_id)))
    agent.ringing_device_id = device.deviceId;
  await setLink(unit, agent, 'connected');
  unit.changed(agent);
}

async function isLinked(unit: Unit, agentId: string, deviceId: string): Promise<boolean> {
  const device = await unit.db
    .selectFrom('device')
    .select('hub_id')
    .where('agent_id', '=', agentId)
    .where('id', '=', deviceId)
    .executeTakeFirst();
  return typeof device?.hub_id === 'string';
}

async function signIn(unit: Unit, agent: AgentRow): Promise<void> {
  const user = unit.directory.user(agent.agent_id);
  const settings = unit.directory.effective(agent.agent_id);
  agent.signed_in = 1;
  agent.presence_session = randomUUID();
  agent.activity = 'active';
  agent.activity_since = unit.now;
  const statusId = presenceAtSignIn({
    statuses: [...unit.directory.statuses.values()],
    userDefaultId: user.defaultStatusId,
    profileDefaultId: settings.defaultStatusId,
    lastChosenId: agent.status_id,
    otherDeviceSignedIn: false,
    grantedIds: new Set(unit.directory.granted(agent.agent_id).map((status) => status.id)),
  });
  await writeStatus(unit, agent, {
    statusId,
    setBy: bySystem,
    reason: 'login',
  });
  agent.next_status_id = null;
  unit.routeAgents.add(agent.agent_id);
}

/** A socket closed. The link is what the best of the agent's devices has. */
export async function disconnectDevice(
  unit: Unit,
  agentId: string,
  deviceId: string,
  runId: string,
): Promise<void> {
  const agent = await unit.agent(agentId);
  await unit.db
    .updateTable('device')
    .set({ hub_id: null })
    .where('agent_id', '=', agentId)
    .where('id', '=', deviceId)
    .where('run_id', '=', runId)
    .execute();
  await followDevices(unit, agent);
}

/** Derives the agent's link from all of the agent's devices and their last beats. */
export async function followDevices(unit: Unit, agent: AgentRow): Promise<void> {
  const devices = await unit.db
    .selectFrom('device')
    .select(['id', 'last_beat_at'])
    .where('agent_id', '=', agent.agent_id)
    .where('hub_id', 'is not', null)
    .execute();
  const beat = Math.max(Number.NEGATIVE_INFINITY, ...devices.map((device) => device.last_beat_at));
  const age = unit.now - beat;
  await setLink(unit, agent, age >= LOST_AFTER ? 'lost' : age >= UNSTEADY_AFTER ? 'unsteady' : 'connected');
  const ringing = devices.find((device) => device.id === agent.ringing_device_id);
  if (!ringing && devices.length > 0) {
    agent.ringing_device_id = devices[0]!.id;
    unit.changed(agent);
  }
}

async function setLink(unit: Unit, agent: AgentRow, link: LinkState): Promise<void> {
  if (agent.link === link) return;
  const was = agent.link;
  agent.link = link;
  agent.link_since = unit.now;
  unit.changed(agent);
  if (link === 'lost' && agent.signed_in === 1) await loseLink(unit, agent);
  if (was === 'lost') await regainLink(unit, agent);
  if (link === 'connected') unit.routeAgents.add(agent.agent_id);
}

/** Offers wait a little, the status is kept for the grace period, open work goes back after the time of its kind. */
async function loseLink(unit: Unit, agent: AgentRow): Promise<void> {
  await unit.deadline('grace', agent.agent_id, unit.now + GRACE);
  for (const offer of await liveOffers(unit, agent.agent_id)) {
    const deadline = deadlineAtLostAgent(offer.deadline, unit.now);
    await unit.db.updateTable('agent_work').set({ deadline }).where('id', '=', offer.id).execute();
    await unit.deadline('offer', offer.id, deadline);
  }
  const open = await unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('agent_id', '=', agent.agent_id)
    .where(liveWork('state', 'opened'))
    .execute();
  for (const work of open) await setRescue(unit, work, await unit.item(work.work_item_id), unit.now);
}

async function regainLink(unit: Unit, agent: AgentRow): Promise<void> {
  await unit.deadline('grace', agent.agent_id, null);
  const open = await unit.db
    .selectFrom('agent_work')
    .select('id')
    .where('agent_id', '=', agent.agent_id)
    .where(liveWork('state', 'opened'))
    .execute();
  for (const { id } of open) await unit.deadline('rescue', id, null);
}

/** The grace period is over: Offline by the system; the work waits for its own rescue. */
export async function endGrace(unit: Unit, agentId: string): Promise<void> {
  const agent = await unit.agent(agentId);
  if (agent.link !== 'lost' || agent.signed_in === 0 || agent.base === 'offline') return;
  if (unit.now < agent.link_since + GRACE) return unit.deadline('grace', agentId, agent.link_since + GRACE);
  await goOffline(unit, agent, 'link-lost', bySystem);
}

/** The owner stayed away too long: the item goes back at its original age, and the agent is told on return. */
export async function rescue(unit: Unit, agentWorkId: string): Promise<void> {
  const found = await lockedWork(unit, agentWorkId);
  if (!found) return;
  const { agent, work } = found;
  if (work.state !== 'opened' || agent.link !== 'lost') return;
  const item = await unit.item(work.work_item_id);
  await returnOpenWork(unit, agent, work, {
    state: 'unavailable',
    by: 'system',
    reason: 'owner-lost',
    excludes: false,
  });
  await addNotice(unit, agent, 'work-taken-back', { customer: item.customer });
}

/** One beat of one device. A single statement; nobody sees a new version of anything. */
export async function beat(context: HubContext, agentId: string, deviceId: string): Promise<void> {
  const now = context.clock.now();
  await context.store.write((db) =>
    db
      .updateTable('device')
      .set({ last_beat_at: now, hub_id: context.id })
      .where('agent_id', '=', agentId)
      .where('id', '=', deviceId)
      .execute(),
  );
}

/** Looks for devices whose beats stopped; part of every tick. */
export async function checkBeats(context: HubContext): Promise<void> {
  const now = context.clock.now();
  const suspects = await context.store.reader
    .selectFrom('agent_state')
    .leftJoin('device', (join) =>
      join.onRef('device.agent_id', '=', 'agent_state.agent_id').on('device.hub_id', 'is not', null),
    )
    .select((select) => [
      'agent_state.agent_id',
      'agent_state.link',
      select.fn.max('device.last_beat_at').as('beat'),
    ])
    .where('agent_state.link', '!=', 'lost')
    .groupBy(['agent_state.agent_id', 'agent_state.link'])
    .execute();
  for (const suspect of suspects) {
    const age = suspect.beat === null ? Number.POSITIVE_INFINITY : now - Number(suspect.beat);
    const link = age >= LOST_AFTER ? 'lost' : age >= UNSTEADY_AFTER ? 'unsteady' : 'connected';
    if (link === suspect.link) continue;
    await context.unit(async (unit) => followDevices(unit, await unit.agent(suspect.agent_id)));
  }
}

/**
 * The agent leaves, or is sent away: Offline at once. Wrap-ups go on to their deadlines; open conversations go back to
 * their queues.
 * @throws OPEN_WORK when conversations are open and are not to be handed over
 */
export async function signOut(
  unit: Unit,
  agent: AgentRow,
  handOverOpenWork: boolean,
  setBy: SetBy = byAgent,
): Promise<void> {
  const open = await openConversations(unit, agent);
  if (open.length > 0 && !handOverOpenWork) throw new AppError('OPEN_WORK', { count: open.length });
  for (const work of open)
    await returnOpenWork(unit, agent, work, {
      state: 'unavailable',
      by: setBy.by === 'you' ? 'agent' : setBy.by,
      reason: 'signed-out',
      excludes: false,
    });
  await goOffline(unit, agent, 'sign-out', setBy);
}
