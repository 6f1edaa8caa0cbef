/**
 * Declining a request: the settings of a presence configuration, what rules them out, and what follows from them for an
 * offer and for the agent's controls. DOMAIN §5.
 */
import { z } from 'zod';
import { Id } from '../vocabulary.ts';

/** Fields of the settings of a presence configuration. */
export const declineFields = {
  allowDecline: z.boolean(),
  statusOnDecline: z.object({ statusId: Id }).nullable(),
  chooseDeclineReason: z.boolean(),
  /** In the order the admin gave them. */
  declineReasonIds: z.array(Id),
};
type DeclineSettings = z.infer<z.ZodObject<typeof declineFields>>;

export const defaultDeclineSettings: DeclineSettings = {
  allowDecline: false,
  statusOnDecline: null,
  chooseDeclineReason: false,
  declineReasonIds: [],
};

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

/** What an offer is bound to; `canDecline` beats the settings where the channel accepts automatically. */
export const DeclineTerms = z.object({
  canDecline: z.boolean().default(false),
  chooseDeclineReason: z.boolean().default(false),
  declineReasonIds: z.array(Id).readonly().default([]),
});
export const declineTerms = (
  settings: DeclineSettings,
  canDecline: boolean,
): z.infer<typeof DeclineTerms> => ({
  canDecline,
  chooseDeclineReason: canDecline && settings.chooseDeclineReason,
  declineReasonIds: settings.declineReasonIds,
});

/** What the agent's controls know of it. */
export const DeclineView = z.object({
  allowDecline: z.boolean(),
  chooseDeclineReason: z.boolean(),
  declineReasons: z.array(z.object({ id: Id, label: z.string() })),
});
export type DeclineView = z.infer<typeof DeclineView>;

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
