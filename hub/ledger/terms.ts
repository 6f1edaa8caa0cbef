/** What an agent work is bound to from its first moment: later changes of Setup leave it alone. */
import type { Selectable } from 'kysely';
import { statusAfterDecline, statusAfterPushTimeOut } from '#core/presence/status-after.ts';
import type { PlainSettings } from '#core/settings/effective-settings.ts';
import type { ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { SoundTerms } from '#core/snapshot.ts';
import { canDecline, soundTermsFor } from '#core/work/offer-terms.ts';
import { wrapUpTerms, type WrapUpTerms } from '#core/work/wrap-up.ts';
import { parseJson } from '../store/json.ts';
import type { Directory } from '../directory/directory.ts';
import type { AgentWorkTable } from '../store/schema.ts';

export type AgentWorkRow = Selectable<AgentWorkTable>;

export interface AgentWorkTerms {
  readonly sound: SoundTerms;
  readonly canDecline: boolean;
  readonly chooseDeclineReason: boolean;
  readonly declineReasonIds: readonly string[];
  readonly statusOnDecline: string | null;
  readonly statusOnPushTimeOut: string | null;
  readonly missesBeforeStatusChanges: number;
  readonly wrapUp: WrapUpTerms | null;
}

export function termsFor(
  directory: Directory,
  channel: ServiceChannel,
  settings: PlainSettings,
): AgentWorkTerms {
  const configuration = settings.configuration;
  const statuses = [...directory.statuses.values()];
  const declines = canDecline(channel, configuration);
  return {
    sound: soundTermsFor(channel, configuration),
    canDecline: declines,
    chooseDeclineReason: declines && configuration.chooseDeclineReason,
    declineReasonIds: configuration.declineReasonIds,
    statusOnDecline: statusAfterDecline(channel, configuration, statuses)?.id ?? null,
    statusOnPushTimeOut:
      statusAfterPushTimeOut(channel, configuration, statuses, Number.POSITIVE_INFINITY)?.id ?? null,
    missesBeforeStatusChanges: configuration.missesBeforeStatusChanges,
    wrapUp: wrapUpTerms(channel, configuration),
  };
}

export const termsOf = (work: AgentWorkRow): AgentWorkTerms => parseJson<AgentWorkTerms>(work.terms_json);
