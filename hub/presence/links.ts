/**
 * Devices and their links: connected, unsteady or lost; the grace period and its effects. The first device that watches
 * signs the agent in to routing.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { GRACE_PERIOD_MS, LINK_LOST_AFTER_MS, LINK_UNSTEADY_AFTER_MS } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import { linkFromHeartbeats } from '#core/link/link-rules.ts';
import { presenceAtSignIn } from '#core/presence/effective.ts';
import { resolveTarget } from '#core/presence/status-rules.ts';
import { canTakeWork } from '#core/presence/working-roles.ts';
import type { LinkState } from '#core/vocabulary.ts';
import type { HubContext } from '../unit/context.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { lockedWork } from '../ledger/find.ts';
import { addNotice } from '../ledger/notices.ts';
import { returnOpenWork } from '../ledger/release.ts';
import { clearPendingStatuses, goOffline } from './change-status.ts';
import { endGraceEarly, startGrace } from './grace.ts';
import { openConversations } from './open-conversations.ts';
import { byAgent, bySystem, type SetBy, writeStatus } from '../ledger/periods.ts';

export interface DeviceFacts {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly runId: string;
}

/**
 * A device opened its socket. Signs the agent in when no device is connected, otherwise the current status is kept. A
 * user who takes no work gets a link and nothing else.
 * @returns the connection id, by which `disconnectDevice` distinguishes its end from that of another connection
 */
export async function connectDevice(
  unit: Unit,
  hubId: string,
  agentId: string,
  device: DeviceFacts,
): Promise<string> {
  const agent = await unit.agent(agentId);
  const connectionId = randomUUID();
  const known = {
    name: device.deviceName,
    run_id: device.runId,
    hub_id: hubId,
    connection_id: connectionId,
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
  if (canTakeWork(unit.directory.user(agentId).roles)) {
    if (agent.signed_in === 0) await signIn(unit, agent, firstStatus(unit, agent));
    else if (agent.reason === 'link-lost' && before?.run_id !== device.runId)
      await signIn(unit, agent, statusBefore(unit, agent) ?? firstStatus(unit, agent));
  }
  ringOnLiving(unit, agent, await linkedDevices(unit, agentId), device.deviceId);
  await setLink(unit, agent, 'connected');
  unit.changed(agent);
  return connectionId;
}

interface LinkedDevice {
  readonly id: string;
  readonly last_beat_at: number;
  /** The hub that holds it is alive; null = it is dead or has stopped. */
  readonly holder: string | null;
}

/** Devices of a hub, or of a dead hub when it died; the longest connected first. */
function linkedDevices(unit: Unit, agentId: string): Promise<LinkedDevice[]> {
  return unit.db
    .selectFrom('device')
    .leftJoin('hub', 'hub.id', 'device.hub_id')
    .select(['device.id', 'device.last_beat_at', 'hub.id as holder'])
    .where('device.agent_id', '=', agentId)
    .where('device.hub_id', 'is not', null)
    .orderBy('device.connected_at')
    .orderBy('device.id')
    .execute();
}

/** The ringing device is a live one, as long as there is one: `preferred`, or the longest connected. */
function ringOnLiving(
  unit: Unit,
  agent: AgentRow,
  devices: readonly LinkedDevice[],
  preferred: string | null,
): void {
  const living = devices.filter(
    (device) => device.holder !== null && unit.now - device.last_beat_at < LINK_LOST_AFTER_MS,
  );
  if (living.length === 0 || living.some((device) => device.id === agent.ringing_device_id)) return;
  agent.ringing_device_id = living.find((device) => device.id === preferred)?.id ?? living[0]!.id;
  unit.changed(agent);
}

/** The status the agent starts with. */
function firstStatus(unit: Unit, agent: AgentRow): string {
  const { directory } = unit;
  return presenceAtSignIn({
    statuses: [...directory.statuses.values()],
    userDefaultId: directory.user(agent.agent_id).defaultStatusId,
    profileDefaultId: directory.effective(agent.agent_id).defaultStatusId,
    lastChosenId: agent.status_id,
    otherDeviceSignedIn: false,
    grantedIds: new Set(directory.granted(agent.agent_id).map((status) => status.id)),
  });
}

/** The status before the lost link: an agent who was on Break is on Break again. */
const statusBefore = (unit: Unit, agent: AgentRow): string | null =>
  resolveTarget([...unit.directory.statuses.values()], agent.previous_status_id)?.id ?? null;

async function signIn(unit: Unit, agent: AgentRow, statusId: string): Promise<void> {
  agent.signed_in = 1;
  agent.presence_session = randomUUID();
  agent.activity = 'active';
  agent.activity_since = unit.now;
  await writeStatus(unit, agent, { statusId, setBy: bySystem, reason: 'login' });
  agent.next_status_id = null;
  unit.routeAgents.add(agent.agent_id);
}

/**
 * A connection ended. The agent's link is that of the best device; a device that has reconnected meanwhile, here or at
 * another hub, belongs to the new connection.
 */
export async function disconnectDevice(
  unit: Unit,
  agentId: string,
  deviceId: string,
  connectionId: string,
): Promise<void> {
  const agent = await unit.agent(agentId);
  await unit.db
    .updateTable('device')
    .set({ hub_id: null, connection_id: null })
    .where('agent_id', '=', agentId)
    .where('id', '=', deviceId)
    .where('connection_id', '=', connectionId)
    .execute();
  await followDevices(unit, agent);
}

/** Derives the agent's link and ringing device from all of the agent's devices and their last heartbeats. */
export async function followDevices(unit: Unit, agent: AgentRow): Promise<void> {
  const devices = await linkedDevices(unit, agent.agent_id);
  const beat = Math.max(Number.NEGATIVE_INFINITY, ...devices.map((device) => device.last_beat_at));
  await setLink(unit, agent, linkFromHeartbeats(beat, unit.now));
  ringOnLiving(unit, agent, devices, null);
}

async function setLink(unit: Unit, agent: AgentRow, link: LinkState): Promise<void> {
  if (agent.link === link) return;
  const was = agent.link;
  agent.link = link;
  agent.link_since = unit.now;
  unit.changed(agent);
  if (link === 'lost' && agent.signed_in === 1) await startGrace(unit, agent);
  if (was === 'lost') await endGraceEarly(unit, agent);
  if (link === 'connected') unit.routeAgents.add(agent.agent_id);
}

/** The grace period is over: Offline by the system, until the agent returns. Open work has its own deadline. */
export async function endGrace(unit: Unit, agentId: string): Promise<void> {
  const agent = await unit.agent(agentId);
  if (agent.link !== 'lost' || agent.signed_in === 0) return;
  if (unit.now < agent.link_since + GRACE_PERIOD_MS)
    return unit.deadline('grace', agentId, agent.link_since + GRACE_PERIOD_MS);
  if (agent.base === 'offline') await clearPendingStatuses(unit, agent);
  else await goOffline(unit, agent, 'link-lost', bySystem);
}

/**
 * The owner was lost for too long: the item returns to the queue at its original age, and the agent is notified on
 * return.
 */
export async function rescue(unit: Unit, agentWorkId: string): Promise<void> {
  const found = await lockedWork(unit, agentWorkId);
  if (!found) return;
  const { agent, work } = found;
  if (work.state !== 'opened' || agent.link !== 'lost') return;
  const item = await unit.item(work.work_item_id);
  await returnOpenWork(unit, agent, work, {
    event: 'owner-lost',
    by: 'system',
    reason: 'owner-lost',
    excludes: false,
  });
  await addNotice(unit, agent, 'work-taken-back', { customer: item.customer });
}

/**
 * Records one heartbeat of one device: a single statement on its own row, which waits for no long work and no lock on
 * the agent. The next tick, which looks for agents whose link contradicts their heartbeats, restores the link.
 */
export async function beat(context: HubContext, agentId: string, deviceId: string): Promise<void> {
  const now = context.clock.now();
  await context.store.writeBriefly((db) =>
    db
      .updateTable('device')
      .set({ last_beat_at: now, hub_id: context.id })
      .where('agent_id', '=', agentId)
      .where('id', '=', deviceId)
      .execute(),
  );
}

/** Finds agents whose link contradicts their heartbeats, or whose ringing device is dead; part of every tick. */
export async function checkHeartbeats(context: HubContext): Promise<void> {
  const now = context.clock.now();
  const { rows } = await sql<{ agent_id: string }>`
    select s.agent_id from agent_state s
    left join (
      select d.agent_id, max(d.last_beat_at) as beat,
        max(case when h.id is not null and d.last_beat_at > ${now - LINK_LOST_AFTER_MS} then 1 else 0 end) as living
      from device d left join hub h on h.id = d.hub_id
      where d.hub_id is not null group by d.agent_id
    ) l on l.agent_id = s.agent_id
    left join device r on r.agent_id = s.agent_id and r.id = s.ringing_device_id
    left join hub rh on rh.id = r.hub_id
    where s.link <> case
        when l.beat is null or l.beat <= ${now - LINK_LOST_AFTER_MS} then 'lost'
        when l.beat <= ${now - LINK_UNSTEADY_AFTER_MS} then 'unsteady'
        else 'connected' end
      or (l.living = 1 and (rh.id is null or r.last_beat_at <= ${now - LINK_LOST_AFTER_MS}))`.execute(
    context.store.reader,
  );
  for (const { agent_id } of rows)
    if (context.directory.users.has(agent_id))
      await context.unit(async (unit) => followDevices(unit, await unit.agent(agent_id)));
}

/**
 * The agent signs out, or is signed out: Offline at once. Wrap-ups continue to their deadlines; open conversations
 * return to their queues.
 * @throws OPEN_WORK when conversations are open and are not to be returned
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
      event: 'return',
      by: setBy.by === 'you' ? 'agent' : setBy.by,
      reason: 'signed-out',
      excludes: false,
    });
  await goOffline(unit, agent, 'sign-out', setBy);
}
