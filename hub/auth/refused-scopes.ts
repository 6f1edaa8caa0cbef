/** API keys used beyond their scopes. */
import { AppError } from '#core/errors.ts';
import type { KeyHolder } from './api-keys.ts';
import type { AttemptLog } from './attempt-log.ts';

/** Runs `work` for this key. A rejection for a missing scope is counted in the audit log. Throws what `work` throws. */
export async function countRefusedScopes<T>(
  attempts: AttemptLog,
  key: KeyHolder,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'SCOPE_MISSING')
      await attempts.note({
        source: key.id,
        action: 'scope-refused',
        entity: 'api-key',
        entityId: key.id,
        name: key.name,
        actor: { id: null, name: key.name },
        facts: { scope: error.params.scope },
      });
    throw error;
  }
}
