/** Terms of agent work, fixed when it is created: later changes of Setup do not affect it. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { statusAfterDecline, statusAfterPushTimeOut } from '#core/presence/status-after.ts';
import type { PlainSettings } from '#core/settings/effective-settings.ts';
import { declineTerms } from '#core/setup/decline-rules.ts';
import { DeclineTerms } from '#core/setup/decline-settings.ts';
import type { ServiceChannel } from '#core/setup/channels-and-queues.ts';
import { SoundTerms } from '#core/snapshot.ts';
import { canDecline, soundTermsFor } from '#core/work/offer-terms.ts';
import { Id } from '#core/vocabulary.ts';
import { wrapUpTerms, WrapUpTerms } from '#core/work/wrap-up.ts';
import { sharedJsonColumn } from '../store/json.ts';
import type { Directory } from '../directory/directory.ts';
import type { AgentWorkTable } from '../store/schema.ts';

export type AgentWorkRow = Selectable<AgentWorkTable>;

/** Frozen in the row; a field that is added later needs a default for existing rows. */
const AgentWorkTerms = z.object({
  sound: SoundTerms,
  ...DeclineTerms.shape,
  statusOnDecline: Id.nullable().default(null),
  statusOnPushTimeOut: Id.nullable().default(null),
  missesBeforeStatusChanges: z.number().default(1),
  wrapUp: WrapUpTerms.nullable().default(null),
});
export type AgentWorkTerms = Readonly<z.infer<typeof AgentWorkTerms>>;

export function termsFor(
  directory: Directory,
  channel: ServiceChannel,
  settings: PlainSettings,
): AgentWorkTerms {
  const configuration = settings.configuration;
  const statuses = [...directory.statuses.values()];
  return {
    sound: soundTermsFor(channel, configuration),
    ...declineTerms(configuration, canDecline(channel, configuration)),
    statusOnDecline: statusAfterDecline(channel, configuration, statuses)?.id ?? null,
    statusOnPushTimeOut:
      statusAfterPushTimeOut(channel, configuration, statuses, Number.POSITIVE_INFINITY)?.id ?? null,
    missesBeforeStatusChanges: configuration.missesBeforeStatusChanges,
    wrapUp: wrapUpTerms(channel, configuration),
  };
}

const readTerms = sharedJsonColumn('agent_work.terms_json', AgentWorkTerms);
/** Agent work under the same settings shares one frozen object. */
export const termsOf = (work: Pick<AgentWorkRow, 'terms_json'>): AgentWorkTerms => readTerms(work.terms_json);
