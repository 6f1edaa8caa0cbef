/** The part of Setup around the records passes through the runtime as it is, like the records themselves. */
import { implement } from '@orpc/server';
import { systemContract } from '#core/contract/setup-system.ts';
import type { HubCalls } from './commands/hub-calls.ts';
import { toBridgeError } from './errors.ts';

export function createSystemRouter(calls: HubCalls) {
  const os = implement(systemContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toBridgeError(error);
    }
  });
  const { apiKeys, signingKeys, webhooks, uploads, sounds, imports, centre } = os;
  return os.router({
    apiKeys: {
      list: apiKeys.list.handler(({ input }) => calls.ask((hub) => hub.setup.apiKeys.list(input))),
      create: apiKeys.create.handler(({ input }) => calls.ask((hub) => hub.setup.apiKeys.create(input))),
      revoke: apiKeys.revoke.handler(({ input }) => calls.ask((hub) => hub.setup.apiKeys.revoke(input))),
    },
    signingKeys: {
      list: signingKeys.list.handler(({ input }) => calls.ask((hub) => hub.setup.signingKeys.list(input))),
      create: signingKeys.create.handler(({ input }) =>
        calls.ask((hub) => hub.setup.signingKeys.create(input)),
      ),
      remove: signingKeys.remove.handler(({ input }) =>
        calls.ask((hub) => hub.setup.signingKeys.remove(input)),
      ),
    },
    webhooks: {
      list: webhooks.list.handler(({ input }) => calls.ask((hub) => hub.setup.webhooks.list(input))),
      save: webhooks.save.handler(({ input }) => calls.ask((hub) => hub.setup.webhooks.save(input))),
      newSecret: webhooks.newSecret.handler(({ input }) =>
        calls.ask((hub) => hub.setup.webhooks.newSecret(input)),
      ),
      remove: webhooks.remove.handler(({ input }) => calls.ask((hub) => hub.setup.webhooks.remove(input))),
      test: webhooks.test.handler(({ input }) => calls.ask((hub) => hub.setup.webhooks.test(input))),
      deliveries: webhooks.deliveries.handler(({ input }) =>
        calls.ask((hub) => hub.setup.webhooks.deliveries(input)),
      ),
    },
    audit: os.audit.handler(({ input }) => calls.ask((hub) => hub.setup.audit(input))),
    uploads: {
      begin: uploads.begin.handler(({ input }) => calls.ask((hub) => hub.setup.uploads.begin(input))),
      append: uploads.append.handler(({ input }) => calls.ask((hub) => hub.setup.uploads.append(input))),
      discard: uploads.discard.handler(({ input }) => calls.ask((hub) => hub.setup.uploads.discard(input))),
    },
    sounds: {
      list: sounds.list.handler(({ input }) => calls.ask((hub) => hub.setup.sounds.list(input))),
      add: sounds.add.handler(({ input }) => calls.ask((hub) => hub.setup.sounds.add(input))),
      remove: sounds.remove.handler(({ input }) => calls.ask((hub) => hub.setup.sounds.remove(input))),
    },
    imports: {
      begin: imports.begin.handler(({ input }) => calls.ask((hub) => hub.setup.imports.begin(input))),
      state: imports.state.handler(({ input }) => calls.ask((hub) => hub.setup.imports.state(input))),
      records: imports.records.handler(({ input }) => calls.ask((hub) => hub.setup.imports.records(input))),
      replan: imports.replan.handler(({ input }) => calls.ask((hub) => hub.setup.imports.replan(input))),
      apply: imports.apply.handler(({ input }) => calls.ask((hub) => hub.setup.imports.apply(input))),
      close: imports.close.handler(({ input }) => calls.ask((hub) => hub.setup.imports.close(input))),
    },
    exportSalesforce: os.exportSalesforce.handler(({ input }) =>
      calls.ask((hub) => hub.setup.exportSalesforce(input)),
    ),
    centre: {
      state: centre.state.handler(({ input }) => calls.ask((hub) => hub.setup.centre.state(input))),
      startEmpty: centre.startEmpty.handler(({ input }) =>
        calls.ask((hub) => hub.setup.centre.startEmpty(input)),
      ),
    },
  });
}
