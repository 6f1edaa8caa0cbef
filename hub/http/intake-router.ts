/** The integrator's contract, carried out. */
import { implement } from '@orpc/server';
import { intakeContract } from '#core/contract/intake.ts';
import { cancelItem, createFromApi, readReport } from '../intake/intake.ts';
import type { HubServices } from '../services.ts';
import { type CallContext, guard } from './procedures.ts';

export function intakeRouter({ context: hub, limits }: HubServices) {
  const os = implement(intakeContract).$context<CallContext>().use(guard);
  return os.router({
    create: os.create.handler(({ input, context }) => {
      limits.api.take(context.apiKeyId ?? context.address);
      return createFromApi(hub, input);
    }),
    get: os.get.handler(({ input }) => readReport(hub, input.id)),
    cancel: os.cancel.handler(({ input }) => cancelItem(hub, input.id)),
  });
}
