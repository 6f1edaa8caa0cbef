/** What an integrator's API key may do. `…:all` covers work that the key has not created. */
import { z } from 'zod';

export const ApiScope = z.enum(['work:write', 'work:read', 'work:write:all', 'work:read:all']);
export type ApiScope = z.infer<typeof ApiScope>;
export const apiScopes = ApiScope.options;

/** The scopes of a new key: its own work only. */
export const newKeyScopes: readonly ApiScope[] = ['work:write', 'work:read'];

/** Whether these scopes allow the action; a wider scope includes the narrower one. */
export const permits = (scopes: readonly ApiScope[], act: 'read' | 'write', own: boolean): boolean =>
  scopes.includes(`work:${act}:all`) || (own && scopes.includes(`work:${act}`));
