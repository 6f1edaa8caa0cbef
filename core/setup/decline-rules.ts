/**
 * Declining a request: what rules the settings out, and what follows from them for an offer and for the agent's controls.
 * Free of the schema library, because the agents' page uses it. DOMAIN §5.
 */
import type { DeclineSettings, DeclineTerms, DeclineView } from './decline-settings.ts';

/** Settings that have no effect unless a condition holds, with the code that says why. */
export const declineConditions = ({ allowDecline, chooseDeclineReason }: DeclineSettings) =>
  [
    {
      holds: allowDecline,
      code: 'NEEDS_DECLINE',
      paths: ['statusOnDecline', 'chooseDeclineReason', 'declineReasonIds'],
    },
    { holds: chooseDeclineReason, code: 'NEEDS_DECLINE_REASONS', paths: ['declineReasonIds'] },
  ] as const;

/** Whether an agent who declines has to give a reason. */
export const asksForReason = (
  settings: Pick<DeclineSettings, 'allowDecline' | 'chooseDeclineReason'>,
): boolean => settings.allowDecline && settings.chooseDeclineReason;

/** No reasons are asked for. */
export const noReasons = { chooseDeclineReason: false, declineReasonIds: [] as string[] };

/** The settings without those that have no effect. */
export const effectiveDecline = (settings: DeclineSettings): DeclineSettings => ({
  allowDecline: settings.allowDecline,
  statusOnDecline: settings.allowDecline ? settings.statusOnDecline : null,
  ...noReasons,
  ...(asksForReason(settings) && {
    chooseDeclineReason: true,
    declineReasonIds: settings.declineReasonIds,
  }),
});

/** The terms of an offer; `canDecline` beats the settings where the channel accepts automatically. */
export const declineTerms = (settings: DeclineSettings, canDecline: boolean): DeclineTerms => ({
  canDecline,
  chooseDeclineReason: canDecline && settings.chooseDeclineReason,
  declineReasonIds: settings.declineReasonIds,
});

/** `reasons` = all there are; only the active ones of the settings are shown. */
export const declineView = (
  settings: DeclineSettings,
  reasons: ReadonlyMap<string, { readonly id: string; readonly label: string; readonly active: boolean }>,
): DeclineView => ({
  allowDecline: settings.allowDecline,
  chooseDeclineReason: asksForReason(settings),
  declineReasons: settings.declineReasonIds.flatMap((id) => {
    const reason = reasons.get(id);
    return reason?.active ? { id, label: reason.label } : [];
  }),
});

/** Whether a control shows reasons to choose from before it declines. */
export const showsReasons = ({ chooseDeclineReason, declineReasons }: DeclineView): boolean =>
  chooseDeclineReason && declineReasons.length > 0;
