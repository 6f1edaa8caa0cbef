import type { Role } from '../vocabulary.ts';

/** Whoever has one of these sees the floor and is called. */
export const supervisingRoles = ['supervisor', 'admin'] as const satisfies readonly Role[];

export const supervises = (roles: readonly Role[]): boolean =>
  supervisingRoles.some((role) => roles.includes(role));
