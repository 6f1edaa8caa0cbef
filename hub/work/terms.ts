/** What an agent work is bound to from its first moment: later changes of Setup leave it alone. */
import type { Selectable } from 'kysely';
import type { EffectiveSettings } from '#core/settings/effective-settings.ts';
import type { ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { SoundTerms } from '#core/snapshot.ts';
import { soundTerms } from '#core/work/offer-terms.ts';
import { wrapUpTerms, type WrapUpTerms } from '#core/work/wrap-up.ts';
import { parseJson } from '../json.ts';
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

export function termsFor(channel: ServiceChannel, settings: EffectiveSettings): AgentWorkTerms {
  const configuration = settings.configuration;
  return {
    sound: soundTerms(channel, configuration),
    canDecline: configuration.allowDecline,
    chooseDeclineReason: configuration.allowDecline && configuration.chooseDeclineReason,
    declineReasonIds: configuration.declineReasonIds,
    statusOnDecline: configuration.statusOnDecline?.statusId ?? null,
    statusOnPushTimeOut: configuration.statusOnPushTimeOut?.statusId ?? null,
    missesBeforeStatusChanges: configuration.missesBeforeStatusChanges,
    wrapUp: wrapUpTerms(channel, configuration),
  };
}

export const termsOf = (work: AgentWorkRow): AgentWorkTerms => parseJson<AgentWorkTerms>(work.terms_json);
