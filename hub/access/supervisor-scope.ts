/** The scope of a supervisor: checked before anything is shown or done. */
import type { Selectable } from 'kysely';
import { AppError } from '#core/errors.ts';
import { type Scope, scopeOf } from '#core/supervision/scope.ts';
import type { Directory } from '../directory/directory.ts';
import type { WorkItemTable } from '../store/schema.ts';

type ItemInReach = Pick<Selectable<WorkItemTable>, 'queue_id' | 'owner_agent_id'>;

/** The acting supervisor; the name appears in the audit log and to the agents. */
export interface Supervisor {
  readonly id: string;
  readonly name: string;
}

/** According to current Setup; a deleted user has an empty scope. */
export function scopeNow(directory: Directory, supervisorId: string): Scope {
  const user = directory.users.get(supervisorId);
  return scopeOf(user ?? { roles: [], supervises: { queueIds: [], profileIds: [] } });
}

function seesAgent(directory: Directory, scope: Scope, agentId: string): boolean {
  const user = directory.users.get(agentId);
  return (
    user !== undefined &&
    scope.sees({ profileId: user.profileId, queueIds: directory.effective(agentId).queueIds })
  );
}

/** @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export function requireVisibleAgent(directory: Directory, supervisor: Supervisor, agentId: string): void {
  if (!directory.users.has(agentId)) throw new AppError('NOT_FOUND', { what: 'agent' });
  if (!seesAgent(directory, scopeNow(directory, supervisor.id), agentId))
    throw new AppError('OUTSIDE_YOUR_TEAM');
}

/** @throws NOT_FOUND, OUTSIDE_YOUR_TEAM */
export function requireVisibleQueue(directory: Directory, supervisor: Supervisor, queueId: string): void {
  if (!directory.queues.has(queueId)) throw new AppError('NOT_FOUND', { what: 'queue' });
  if (!scopeNow(directory, supervisor.id).seesQueue(queueId)) throw new AppError('OUTSIDE_YOUR_TEAM');
}

/** An item is in scope through its queue or through its agent. */
export function seesItem(directory: Directory, supervisorId: string, item: ItemInReach): boolean {
  const scope = scopeNow(directory, supervisorId);
  if (scope.everybody) return true;
  if (item.queue_id !== null && scope.seesQueue(item.queue_id)) return true;
  return item.owner_agent_id !== null && seesAgent(directory, scope, item.owner_agent_id);
}

/** @throws OUTSIDE_YOUR_TEAM */
export function requireVisibleItem(directory: Directory, supervisor: Supervisor, item: ItemInReach): void {
  if (!seesItem(directory, supervisor.id, item)) throw new AppError('OUTSIDE_YOUR_TEAM');
}
