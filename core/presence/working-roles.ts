import type { Role } from '../vocabulary.ts';

/** A user with one of these roles is an omni-channel user (Dynamics) and can have work. */
export const workingRoles = ['agent', 'supervisor'] as const satisfies readonly Role[];

/** All other users have at most a link, for Setup: never available, never routed to. */
export const canTakeWork = (roles: readonly Role[]): boolean =>
  workingRoles.some((role) => roles.includes(role));
