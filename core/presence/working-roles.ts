import type { Role } from '../vocabulary.ts';

/** A user with one of these roles is an omni-channel user (Dynamics) and may have work before them. */
export const workingRoles = ['agent', 'supervisor'] as const satisfies readonly Role[];

/** Everybody else has a link at most, to see Setup: never available, never routed to. */
export const canTakeWork = (roles: readonly Role[]): boolean =>
  workingRoles.some((role) => roles.includes(role));
