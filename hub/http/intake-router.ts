/** Implements the integrator's contract. */
import { implement } from '@orpc/server';
import { intakeContract } from '#core/contract/intake.ts';
import { AppError } from '#core/errors.ts';
import type { KeyHolder } from '../auth/api-keys.ts';
import { countRefusedScopes } from '../auth/refused-scopes.ts';
import { cancelItem, createFromApi, readReport } from '../intake/intake.ts';
import type { HubServices } from './services.ts';
import { type CallContext, guard } from './procedures.ts';

export function intakeRouter({ context: hub, limits, attempts }: HubServices) {
  const os = implement(intakeContract).$context<CallContext>().use(guard);

  /** Runs it with this key; a call outside its scopes is counted in the audit log. */
  const asKey = async <T>({ apiKey }: CallContext, work: (key: KeyHolder) => Promise<T>): Promise<T> => {
    if (apiKey === null) throw new AppError('NOT_SIGNED_IN');
    return countRefusedScopes(attempts, apiKey, () => work(apiKey));
  };
  return os.router({
    create: os.create.handler(({ input, context }) => {
      limits.api.take(context.apiKey?.id ?? context.address);
      return asKey(context, (key) => createFromApi(hub, key, input));
    }),
    get: os.get.handler(({ input, context }) => asKey(context, (key) => readReport(hub, key, input.id))),
    cancel: os.cancel.handler(({ input, context }) =>
      asKey(context, (key) => cancelItem(hub, key, input.id)),
    ),
  });
}
