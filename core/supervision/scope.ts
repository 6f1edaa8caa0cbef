/** The scope of a supervisor: all agents, or the members of some queues and profiles. Administrators: all agents. */
import { z } from 'zod';
import { Id, type Role } from '../vocabulary.ts';

/** `null` on a user = no limit. */
export const Supervises = z.object({ queueIds: z.array(Id), profileIds: z.array(Id) }).nullable();
export type Supervises = z.infer<typeof Supervises>;

export interface Scope {
  sees(agent: { readonly profileId: string | null; readonly queueIds: Iterable<string> }): boolean;
  seesQueue(queueId: string): boolean;
  readonly everybody: boolean;
}

/** A limit without queues or profiles matches no agent, by design. */
export function scopeOf(user: { readonly roles: readonly Role[]; readonly supervises: Supervises }): Scope {
  const limit = user.roles.includes('admin') ? null : user.supervises;
  if (limit === null) return { sees: () => true, seesQueue: () => true, everybody: true };
  const queues = new Set(limit.queueIds);
  const profiles = new Set(limit.profileIds);
  return {
    everybody: false,
    seesQueue: (queueId) => queues.has(queueId),
    sees: ({ profileId, queueIds }) => {
      if (profileId !== null && profiles.has(profileId)) return true;
      for (const id of queueIds) if (queues.has(id)) return true;
      return false;
    },
  };
}
