/**
 * The complete state of an agent, as the hub sends it: every push is complete and has a version that only grows. All
 * clients with version N of an agent have the same content.
 */
import { z } from 'zod';
import { DeclineView } from './setup/decline-settings.ts';
import { NotificationSound } from './setup/presence-configuration.ts';
import {
  BaseStatus,
  CapacityPool,
  ChannelKind,
  EndedBy,
  Id,
  Instant,
  Language,
  LinkState,
  PresenceReason,
  Role,
  Thousandths,
} from './vocabulary.ts';

const Params = z.record(z.string(), z.union([z.string(), z.number()]));

/** A status as menus and status lines show it. */
export const StatusView = z.object({
  id: Id,
  developerName: z.string(),
  base: BaseStatus,
  text: z.string(),
  /** Names of the channels it is open for. */
  channels: z.array(z.string()),
  /** Deactivated while the agent is in it: shown, but in no menu. */
  retired: z.boolean(),
});
export type StatusView = z.infer<typeof StatusView>;

const SetBy = z.object({ kind: z.enum(['you', 'system', 'supervisor']), name: z.string().nullable() });
type SetBy = z.infer<typeof SetBy>;

const PresenceView = z.object({
  /** The chosen status. */
  status: StatusView,
  /** The base that routing sees: the chosen one, or the one set by automatic presence. */
  effectiveBase: BaseStatus,
  since: Instant,
  setBy: SetBy,
  reason: PresenceReason,
  /**
   * Parameters of the sentence that explains a change by the system, e.g. `{customer, waitedSeconds}` for
   * push-time-out.
   */
  detail: Params,
  /** The status that one click returns to after a change by the system. */
  goBack: StatusView.nullable(),
  /** When the status ends, and the status that follows. */
  until: Instant.nullable(),
  /** The status that follows the open work. */
  next: StatusView.nullable(),
  /** State of this agent's link, as the hub sees it. */
  link: LinkState,
  signedIn: z.boolean(),
});
type PresenceView = z.infer<typeof PresenceView>;

const ChannelView = z.object({ id: Id, name: z.string(), kind: ChannelKind });
const QueueView = z.object({ id: Id, name: z.string() });

/** The sound of an offer; frozen when the offer is made. */
export const SoundTerms = z.object({
  play: z.boolean(),
  sound: NotificationSound,
  seconds: z.number().int(),
  afterCustomerLeft: z.boolean(),
});
export type SoundTerms = z.infer<typeof SoundTerms>;

const workFacts = {
  agentWorkId: Id,
  workItemId: Id,
  channel: ChannelView,
  queue: QueueView.nullable(),
  customer: z.string(),
  subject: z.string(),
  /** Its size in thousandths of a unit, and the pool it takes it from. */
  size: Thousandths,
  pool: CapacityPool,
};

export const Offer = z.object({
  ...workFacts,
  priority: z.number().int(),
  /** When the customer began to wait (the original age). */
  waitingSince: Instant,
  offeredAt: Instant,
  /** `null` = no push time-out. */
  deadline: Instant.nullable(),
  canDecline: z.boolean(),
  /** Set when another agent transfers this work. */
  transfer: z.object({ from: z.string(), note: z.string() }).nullable(),
  sound: SoundTerms,
});
export type Offer = z.infer<typeof Offer>;

/** A withdrawn offer that still rings, because its customer left and its terms keep the sound on. SF. */
const SoundingOn = z.object({ agentWorkId: Id, offeredAt: Instant, sound: SoundTerms });
type SoundingOn = z.infer<typeof SoundingOn>;

const ConversationView = z.object({
  unread: z.number().int().nonnegative(),
  lastNumber: z.number().int().nonnegative(),
  lastMessage: z
    .object({ text: z.string(), from: z.enum(['customer', 'agent', 'system']), at: Instant })
    .nullable(),
  /** When the customer began to wait for an answer. */
  waitingForYouSince: Instant.nullable(),
  customerPresent: z.boolean(),
});

export const OpenWork = z.object({
  ...workFacts,
  state: z.enum(['open', 'on-hold']),
  acceptedAt: Instant,
  autoAccepted: z.boolean(),
  fields: z.record(z.string(), z.string()),
  /** The CRM record, with the item's fields filled in. */
  popUpUrl: z.string().nullable(),
  /** The notes so far; they carry over into the wrap-up. */
  notes: z.string(),
  /** `null` for records and calls. */
  conversation: ConversationView.nullable(),
  /** A transfer that is not accepted yet. */
  transfer: z.object({ to: z.string(), since: Instant }).nullable(),
  /** The agent has requested a supervisor's help. */
  helpWanted: z.boolean(),
});
export type OpenWork = z.infer<typeof OpenWork>;

export const WrapUp = z.object({
  ...workFacts,
  startedAt: Instant,
  endedBy: EndedBy,
  deadline: Instant,
  extensionsUsed: z.number().int().nonnegative(),
  maxExtensions: z.number().int().nonnegative(),
  /** 0 = not allowed. */
  extensionSeconds: z.number().int().nonnegative(),
  notes: z.string(),
  outcome: z.string().nullable(),
  outcomes: z.array(z.string()),
  hasConversation: z.boolean(),
});
export type WrapUp = z.infer<typeof WrapUp>;

/** Notices for the agent that stay until dismissed. */
export const Notice = z.object({
  id: Id,
  kind: z.enum([
    'missed-request',
    'transfer-returned',
    'transfer-accepted',
    'work-taken-back',
    'work-taken-over',
    'work-given',
    'read-along',
  ]),
  params: Params,
  at: Instant,
});
export type Notice = z.infer<typeof Notice>;

const AgentSettingsView = z.object({
  ...DeclineView.shape,
  autoAccept: z.boolean(),
  disconnectSound: z.boolean(),
  requestSound: z.boolean(),
  wrapUp: z.boolean(),
  idle: z.object({ enabled: z.boolean(), afterMinutes: z.number().int() }),
  lock: z.boolean(),
  suspend: z.boolean(),
});
type AgentSettingsView = z.infer<typeof AgentSettingsView>;

const PoolView = z.object({ used: Thousandths, max: Thousandths });

export const AgentSnapshot = z.object({
  version: z.number().int().nonnegative(),
  /** The hub's clock when this was built; clients correct theirs by it. */
  hubTime: Instant,
  agent: z.object({
    id: Id,
    username: z.string(),
    name: z.string(),
    /** The name customers see. */
    alias: z.string(),
    roles: z.array(Role),
    language: Language.nullable(),
  }),
  /** The one device that rings; the others show the same and stay silent. */
  ringingDeviceId: Id.nullable(),
  presence: PresenceView,
  /** The statuses this agent may choose, in menu order. */
  statuses: z.array(StatusView),
  capacity: z.object({ primary: PoolView, interruptible: PoolView, showInterruptible: z.boolean() }),
  /** Oldest first. */
  offers: z.array(Offer),
  /**
   * Offers withdrawn because the customer left, with `sound.afterCustomerLeft`; the hub removes them after their sound
   * length.
   */
  soundingOn: z.array(SoundingOn),
  work: z.array(OpenWork),
  wrapUps: z.array(WrapUp),
  notices: z.array(Notice),
  settings: AgentSettingsView,
  hub: z.object({
    /** The chat page of this hub, at the address customers use. */
    customerPage: z.string(),
    /** Whether practice can be started here, and whether it runs for this agent. */
    practice: z.object({ offered: z.boolean(), running: z.boolean() }),
    version: z.string(),
  }),
});
export type AgentSnapshot = z.infer<typeof AgentSnapshot>;
