/** What a key of an integrator may do. `…:all` reaches work that the key has not created itself. */
import { z } from 'zod';

export const ApiScope = z.enum(['work:write', 'work:read', 'work:write:all', 'work:read:all']);
export type ApiScope = z.infer<typeof ApiScope>;
export const apiScopes = ApiScope.options;

/** What a new key begins with: its own work and no other. */
export const newKeyScopes: readonly ApiScope[] = ['work:write', 'work:read'];

/** Whether these scopes allow it; the wider scope holds the narrower one. */
export const permits = (scopes: readonly ApiScope[], act: 'read' | 'write', own: boolean): boolean =>
  scopes.includes(`work:${act}:all`) || (own && scopes.includes(`work:${act}`));
