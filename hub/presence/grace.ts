/** The grace period of an agent whose link is lost, and the deadlines that depend on it. */
import { GRACE_PERIOD_MS } from '#core/defaults.ts';
import { deadlineAtLostAgent } from '#core/work/offer-terms.ts';
import { liveWork } from '../store/states.ts';
import type { AgentRow, Unit } from '../unit/unit.ts';
import { liveOffers, setRescue } from '../ledger/release.ts';

/**
 * Offers wait briefly, the status is kept for the grace period, open work returns to the queue after the time of its
 * kind.
 */
export async function startGrace(unit: Unit, agent: AgentRow): Promise<void> {
  agent.link_since = unit.now;
  await unit.deadline('grace', agent.agent_id, unit.now + GRACE_PERIOD_MS);
  for (const offer of await liveOffers(unit, agent.agent_id)) {
    const deadline = deadlineAtLostAgent(offer.deadline, unit.now);
    await unit.db.updateTable('agent_work').set({ deadline }).where('id', '=', offer.id).execute();
    await unit.deadline('offer', offer.id, deadline);
  }
  for (const work of await openWork(unit, agent))
    await setRescue(unit, work, await unit.item(work.work_item_id), unit.now);
}

/** The link is restored. */
export async function endGraceEarly(unit: Unit, agent: AgentRow): Promise<void> {
  await unit.deadline('grace', agent.agent_id, null);
  for (const { id } of await openWork(unit, agent)) await unit.deadline('rescue', id, null);
}

const openWork = (unit: Unit, agent: AgentRow) =>
  unit.db
    .selectFrom('agent_work')
    .selectAll()
    .where('agent_id', '=', agent.agent_id)
    .where(liveWork('state', 'opened'))
    .execute();
