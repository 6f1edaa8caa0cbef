/** Implements the part of Setup beside the records; for administrators. */
import { implement } from '@orpc/server';
import { systemContract } from '#core/contract/setup-system.ts';
import { AppError } from '#core/errors.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../auth/api-keys.ts';
import { createSigningKey, listSigningKeys, removeSigningKey } from '../auth/signing-keys.ts';
import type { HubServices } from './services.ts';
import type { Admin } from '../audit/audit-line.ts';
import { readCentre, startEmpty } from '../setup/centre.ts';
import { exportSalesforce } from '../exchange/export/export-salesforce.ts';
import { addSound, listSounds, removeSound } from '../setup/sounds.ts';
import {
  listWebhooks,
  readDeliveries,
  removeWebhook,
  renewSecret,
  saveWebhook,
  testWebhook,
} from '../webhooks/manage.ts';
import { type CallContext, guard } from './procedures.ts';

const nothing = {};

function admin(context: CallContext): Admin {
  if (!context.who) throw new AppError('NOT_SIGNED_IN');
  return { id: context.who.user.id, name: context.who.user.name };
}

export function systemRouter({ context: hub, uploads, imports, destinations }: HubServices) {
  const os = implement(systemContract).$context<CallContext>().use(guard);
  const { apiKeys, signingKeys, webhooks, sounds, centre } = os;
  return os.router({
    apiKeys: {
      list: apiKeys.list.handler(() => listApiKeys(hub)),
      create: apiKeys.create.handler(({ input, context }) => createApiKey(hub, admin(context), input)),
      revoke: apiKeys.revoke.handler(async ({ input, context }) => {
        await revokeApiKey(hub, admin(context), input.id);
        return nothing;
      }),
    },
    signingKeys: {
      list: signingKeys.list.handler(() => listSigningKeys(hub)),
      create: signingKeys.create.handler(({ input, context }) =>
        createSigningKey(hub, admin(context), input.name),
      ),
      remove: signingKeys.remove.handler(async ({ input, context }) => {
        await removeSigningKey(hub, admin(context), input.id);
        return nothing;
      }),
    },
    webhooks: {
      list: webhooks.list.handler(() => listWebhooks(hub)),
      save: webhooks.save.handler(({ input, context }) =>
        saveWebhook(hub, admin(context), destinations, input),
      ),
      newSecret: webhooks.newSecret.handler(({ input, context }) =>
        renewSecret(hub, admin(context), input.id),
      ),
      remove: webhooks.remove.handler(async ({ input, context }) => {
        await removeWebhook(hub, admin(context), input.id);
        return nothing;
      }),
      test: webhooks.test.handler(async ({ input, context }) => ({
        deliveryId: await testWebhook(hub, admin(context), input.id),
      })),
      deliveries: webhooks.deliveries.handler(({ input }) => readDeliveries(hub, input.id)),
    },
    audit: os.audit.handler(({ input }) => hub.longReads.read('audit', input)),
    uploads: {
      begin: os.uploads.begin.handler(({ input, context }) => ({
        uploadId: uploads.begin(admin(context).id, input.bytes),
      })),
      append: os.uploads.append.handler(async ({ input, context }) => {
        const piece = Buffer.from(input.data, 'base64');
        await uploads.append(admin(context).id, input.uploadId, input.offset, piece);
        return nothing;
      }),
      discard: os.uploads.discard.handler(async ({ input, context }) => {
        await uploads.discard(admin(context).id, input.uploadId);
        return nothing;
      }),
    },
    sounds: {
      list: sounds.list.handler(() => listSounds(hub)),
      add: sounds.add.handler(({ input, context }) => addSound(hub, admin(context), uploads, input)),
      remove: sounds.remove.handler(async ({ input, context }) => {
        await removeSound(hub, admin(context), input.id);
        return nothing;
      }),
    },
    imports: {
      begin: os.imports.begin.handler(async ({ input, context }) => {
        const who = admin(context);
        const file = await uploads.take(who.id, input.uploadId);
        return { importId: imports.begin(who, file, input.source) };
      }),
      state: os.imports.state.handler(({ input, context }) => imports.state(admin(context), input.importId)),
      records: os.imports.records.handler(({ input, context }) =>
        imports.records(admin(context), input.importId, input.plan, input.from),
      ),
      replan: os.imports.replan.handler(({ input, context }) => {
        imports.replan(admin(context), input.importId, input.moves);
        return nothing;
      }),
      apply: os.imports.apply.handler(async ({ input, context }) => {
        await imports.apply(admin(context), input.importId, input.plan, input.chosen);
        return nothing;
      }),
      close: os.imports.close.handler(({ input, context }) => {
        imports.close(admin(context), input.importId);
        return nothing;
      }),
    },
    exportSalesforce: os.exportSalesforce.handler(() => {
      const { files, leftOut } = exportSalesforce(hub.directory);
      return { files: [...files].map(([path, content]) => ({ path, content })), leftOut: [...leftOut] };
    }),
    centre: {
      state: centre.state.handler(() => readCentre(hub)),
      startEmpty: centre.startEmpty.handler(async ({ context }) => {
        await startEmpty(hub, admin(context));
        return nothing;
      }),
    },
  });
}
