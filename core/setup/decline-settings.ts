/** Declining a request, as data: the settings of a presence configuration, the terms of an offer, the view of an agent. */
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
export type DeclineSettings = z.infer<z.ZodObject<typeof declineFields>>;

export const defaultDeclineSettings: DeclineSettings = {
  allowDecline: false,
  statusOnDecline: null,
  chooseDeclineReason: false,
  declineReasonIds: [],
};

/** What an offer is bound to. */
export const DeclineTerms = z.object({
  canDecline: z.boolean().default(false),
  chooseDeclineReason: z.boolean().default(false),
  declineReasonIds: z.array(Id).readonly().default([]),
});
export type DeclineTerms = z.infer<typeof DeclineTerms>;

/** What the agent's controls know of it. */
export const DeclineView = z.object({
  allowDecline: z.boolean(),
  chooseDeclineReason: z.boolean(),
  declineReasons: z.array(z.object({ id: Id, label: z.string() })),
});
export type DeclineView = z.infer<typeof DeclineView>;
