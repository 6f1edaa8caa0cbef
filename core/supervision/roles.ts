import type { Role } from '../vocabulary.ts';

/** A user with one of these roles sees the floor and gets alerts. */
export const supervisingRoles = ['supervisor', 'admin'] as const satisfies readonly Role[];

export const supervises = (roles: readonly Role[]): boolean =>
  supervisingRoles.some((role) => roles.includes(role));
