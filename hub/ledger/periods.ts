/** The lowest layer of presence: writes the chosen status and the history, one row per period, append-only. */
import { randomUUID } from 'node:crypto';
import { isAbsence } from '#core/presence/activity.ts';
import { effectiveBase, loadOf } from '#core/presence/effective.ts';
import type { PresenceReason } from '#core/vocabulary.ts';
import { toJson } from '../store/json.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';

export interface SetBy {
  readonly by: 'you' | 'system' | 'supervisor';
  readonly name: string | null;
}
export const bySystem: SetBy = { by: 'system', name: null };
export const byAgent: SetBy = { by: 'you', name: null };

async function closePeriod(unit: Unit, agentId: string): Promise<void> {
  const open = await unit.db
    .selectFrom('presence_period')
    .select(['id', 'load_area', 'load_from', 'load_used'])
    .where('agent_id', '=', agentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!open) return;
  await unit.db
    .updateTable('presence_period')
    .set({
      ended_at: unit.now,
      load_area: open.load_area + open.load_used * Math.max(0, unit.now - open.load_from),
    })
    .where('id', '=', open.id)
    .execute();
}

/** Ends the current period and begins the next one with the row's present values. */
async function beginPeriod(unit: Unit, agent: AgentRow): Promise<void> {
  await closePeriod(unit, agent.agent_id);
  unit.presenceChanged.add(agent);
  if (agent.signed_in === 0) return;
  await unit.db
    .insertInto('presence_period')
    .values({
      id: randomUUID(),
      agent_id: agent.agent_id,
      status_id: agent.status_id,
      status_text: unit.directory.status(agent.status_id).text,
      base: agent.base,
      effective_base: agent.effective_base,
      started_at: unit.now,
      ended_at: null,
      set_by: agent.set_by,
      set_by_name: agent.set_by_name,
      reason: agent.reason,
      load_area: 0,
      load_from: unit.now,
      load_used: agent.used_primary,
    })
    .execute();
}

/** The effective base that automatic presence derives for the row; does not write. */
export function computeEffectiveBase(
  unit: Pick<Unit, 'directory'>,
  agent: AgentRow,
): AgentRow['effective_base'] {
  const settings = unit.directory.effective(agent.agent_id);
  return effectiveBase({
    chosenBase: agent.base,
    automatic: settings.configuration.automaticPresence,
    heldByHand: agent.held_by_hand === 1,
    load: loadOf({
      capacity: settings.capacity,
      used: { primary: agent.used_primary, interruptible: agent.used_interruptible },
    }),
  });
}

/**
 * A choice by hand among Available and Busy holds until the next accept or close. Called there with the new load: from
 * then on automatic presence follows it.
 */
export async function endHeldChoice(unit: Unit, agent: AgentRow): Promise<void> {
  if (agent.held_by_hand === 0) return;
  agent.held_by_hand = 0;
  await followLoad(unit, agent);
}

/** After a change of load: the effective base follows (if so configured), and the history gets its period and load. */
export async function followLoad(unit: Unit, agent: AgentRow): Promise<void> {
  unit.changed(agent);
  if (agent.signed_in === 0) return;
  const effective = computeEffectiveBase(unit, agent);
  if (effective !== agent.effective_base) {
    agent.effective_base = effective;
    agent.since = unit.now;
    agent.set_by = 'system';
    agent.set_by_name = null;
    agent.reason = 'auto-load';
    agent.detail_json = toJson({});
    await beginPeriod(unit, agent);
    return;
  }
  const open = await unit.db
    .selectFrom('presence_period')
    .select(['id', 'load_area', 'load_from', 'load_used'])
    .where('agent_id', '=', agent.agent_id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!open || open.load_used === agent.used_primary) return;
  await unit.db
    .updateTable('presence_period')
    .set({
      load_area: open.load_area + open.load_used * Math.max(0, unit.now - open.load_from),
      load_from: unit.now,
      load_used: agent.used_primary,
    })
    .where('id', '=', open.id)
    .execute();
}

/** Writes the chosen status on the row and begins its period. No side effects; see `change-status.ts` for those. */
export async function writeStatus(
  unit: Unit,
  agent: AgentRow,
  change: {
    readonly statusId: string;
    readonly setBy: SetBy;
    readonly reason: PresenceReason;
    readonly detail?: Readonly<Record<string, string | number>>;
    readonly until?: number | null;
    readonly untilStatusId?: string | null;
  },
): Promise<void> {
  const status = unit.directory.status(change.statusId);
  // From idle to locked is one absence: the status to return to is the one from before it.
  const oneAbsence = isAbsence(agent.reason) && isAbsence(change.reason);
  if (agent.status_id !== status.id && !oneAbsence) agent.previous_status_id = agent.status_id;
  agent.status_id = status.id;
  agent.base = status.base;
  agent.since = unit.now;
  agent.set_by = change.setBy.by;
  agent.set_by_name = change.setBy.name;
  agent.reason = change.reason;
  agent.detail_json = toJson(change.detail ?? {});
  agent.held_by_hand = change.setBy.by === 'you' ? 1 : 0;
  agent.until = change.until ?? null;
  agent.until_status_id = change.untilStatusId ?? null;
  agent.effective_base = computeEffectiveBase(unit, agent);
  await unit.deadline('status-end', agent.agent_id, agent.until);
  await beginPeriod(unit, agent);
  unit.changed(agent);
}
