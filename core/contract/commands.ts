/**
 * Inputs of the agent's commands: the same from the renderer to the shell and (with a command id) from the shell to the
 * hub.
 */
import { z } from 'zod';
import { MessageText } from '../conversations/message.ts';
import { Id, Instant } from '../vocabulary.ts';

const SetStatus = z.object({
  statusId: Id,
  /** Where it was chosen; both count as a choice by hand. */
  source: z.enum(['manual', 'tray']).default('manual'),
  /** When the status ends; the previous status then returns. */
  until: Instant.nullable().default(null),
  /** Required when conversations are open and the status is Offline: returns them to the queue. */
  handOverOpenWork: z.boolean().default(false),
});
const QueueStatus = z.object({ statusId: Id });
const OfOffer = z.object({ agentWorkId: Id });
const Decline = z.object({
  agentWorkId: Id,
  reasonId: Id.nullable().default(null),
  note: z.string().trim().max(500).default(''),
});
export const OfWork = z.object({ agentWorkId: Id });
const Transfer = z.object({
  agentWorkId: Id,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queue'), queueId: Id }),
    z.object({ kind: z.literal('agent'), agentId: Id }),
    z.object({ kind: z.literal('profile'), profileId: Id }),
  ]),
  note: z.string().trim().max(1_000).default(''),
});
const SaveNotes = z.object({
  agentWorkId: Id,
  notes: z.string().max(20_000),
  outcome: z.string().max(100).nullable().optional(),
});
const AskSupervisor = z.object({ agentWorkId: Id, wanted: z.boolean() });
const OfNotice = z.object({ noticeId: Id });
/** Activity that the machine reports: `idleSince` is the time of the last key press or mouse movement. */
export const ReportActivity = z.object({
  state: z.enum(['active', 'idle', 'locked', 'suspended']),
  since: Instant,
});
export const SendMessage = z.object({ workItemId: Id, clientId: Id, text: MessageText });
export const OfConversation = z.object({ workItemId: Id });
export const Typing = z.object({ workItemId: Id, typing: z.boolean() });
export const MarkRead = z.object({ workItemId: Id, number: z.number().int().nonnegative() });
export const OlderMessages = z.object({ workItemId: Id, before: z.number().int().positive() });

/**
 * The commands of an agent, by procedure. Each returns the version of the agent's snapshot after it; the page sends
 * only the input, the shell adds the command id for the hub.
 */
export const agentCommands = {
  presence: { setStatus: SetStatus, queueStatus: QueueStatus, clearQueuedStatus: z.object({}) },
  work: {
    accept: OfOffer,
    decline: Decline,
    end: OfWork,
    hold: OfWork,
    resume: OfWork,
    backToQueue: OfWork,
    transfer: Transfer,
    cancelTransfer: OfWork,
    extendWrapUp: OfWork,
    finishWrapUp: OfWork,
    saveNotes: SaveNotes,
    askSupervisor: AskSupervisor,
    dismissNotice: OfNotice,
  },
  practice: { start: z.object({}), stop: z.object({}) },
};

export const TransferDestinations = z.object({
  queues: z.array(z.object({ id: Id, name: z.string(), waiting: z.number().int() })),
  agents: z.array(
    z.object({ id: Id, name: z.string(), status: z.string(), base: z.string(), signedIn: z.boolean() }),
  ),
  profiles: z.array(z.object({ id: Id, name: z.string() })),
});
export type TransferDestinations = z.infer<typeof TransferDestinations>;

const QuickReply = z.object({ key: z.string(), text: z.string() });
const EarlierConversation = z.object({
  workItemId: Id,
  subject: z.string(),
  at: Instant,
  agent: z.string().nullable(),
  outcome: z.string().nullable(),
});
/** Content of the panel beside a conversation. */
export const CustomerPanel = z.object({
  customer: z.string(),
  since: Instant,
  /** Facts: from an integrator, or signed by the site. */
  fields: z.record(z.string(), z.string()),
  /** Claims of the customer's page, unverified. */
  claims: z.record(z.string(), z.string()).default({}),
  popUpUrl: z.string().nullable(),
  earlier: z.array(EarlierConversation),
  quickReplies: z.array(QuickReply),
});
export type CustomerPanel = z.infer<typeof CustomerPanel>;
