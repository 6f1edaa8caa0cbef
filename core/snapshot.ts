/**
 * The whole of an agent's own state, as the hub sends it: every push is all of it, with a version that only grows.
 * Whoever holds version N of an agent sees the same as everybody else who holds version N.
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

/** A status as menus and lines show it. */
export const StatusView = z.object({
  id: Id,
  developerName: z.string(),
  base: BaseStatus,
  text: z.string(),
  /** Names of the channels it is open for. */
  channels: z.array(z.string()),
  /** Deactivated while the agent holds it: shown, in no menu. */
  retired: z.boolean(),
});
export type StatusView = z.infer<typeof StatusView>;

const SetBy = z.object({ kind: z.enum(['you', 'system', 'supervisor']), name: z.string().nullable() });
type SetBy = z.infer<typeof SetBy>;

const PresenceView = z.object({
  /** What was chosen. */
  status: StatusView,
  /** What routing sees: the chosen base, or what automatic presence made of it. */
  effectiveBase: BaseStatus,
  since: Instant,
  setBy: SetBy,
  reason: PresenceReason,
  /** Facts for the sentence that explains a change by the system, e.g. `{customer, waitedSeconds}` for push-time-out. */
  detail: Params,
  /** The status one click would go back to after a change by the system. */
  goBack: StatusView.nullable(),
  /** When the status ends by itself, and what comes then. */
  until: Instant.nullable(),
  /** What comes when the open work is done. */
  next: StatusView.nullable(),
  /** How the hub sees this agent's link. */
  link: LinkState,
  signedIn: z.boolean(),
});
type PresenceView = z.infer<typeof PresenceView>;

const ChannelView = z.object({ id: Id, name: z.string(), kind: ChannelKind });
const QueueView = z.object({ id: Id, name: z.string() });

/** What rings for an offer; frozen when the offer was made. */
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
  /** What it takes, in thousandths of a unit, from which pool. */
  size: Thousandths,
  pool: CapacityPool,
};

export const Offer = z.object({
  ...workFacts,
  priority: z.number().int(),
  /** Since when the customer waits (the original age). */
  waitingSince: Instant,
  offeredAt: Instant,
  /** `null` = no push time-out. */
  deadline: Instant.nullable(),
  canDecline: z.boolean(),
  /** Set when a colleague hands this over. */
  transfer: z.object({ from: z.string(), note: z.string() }).nullable(),
  sound: SoundTerms,
});
export type Offer = z.infer<typeof Offer>;

/** An offer that is over but still rings, because its customer left and its terms say that the sound goes on. SF. */
const SoundingOn = z.object({ agentWorkId: Id, offeredAt: Instant, sound: SoundTerms });
type SoundingOn = z.infer<typeof SoundingOn>;

const ConversationView = z.object({
  unread: z.number().int().nonnegative(),
  lastNumber: z.number().int().nonnegative(),
  lastMessage: z
    .object({ text: z.string(), from: z.enum(['customer', 'agent', 'system']), at: Instant })
    .nullable(),
  /** Since when the customer waits for an answer. */
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
  /** Notes written so far; they go on into the wrap-up. */
  notes: z.string(),
  /** `null` for records and calls. */
  conversation: ConversationView.nullable(),
  /** A transfer that nobody has accepted yet. */
  transfer: z.object({ to: z.string(), since: Instant }).nullable(),
  /** The agent asked a supervisor for help. */
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

/** Words for the agent that stay until dismissed. */
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
  /** The hub's clock when this was made; clients correct theirs by it. */
  hubTime: Instant,
  agent: z.object({
    id: Id,
    username: z.string(),
    name: z.string(),
    /** What customers see. */
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
  /** Withdrawn since the customer left, with `sound.afterCustomerLeft`; dropped by the hub when their sound length is over. */
  soundingOn: z.array(SoundingOn),
  work: z.array(OpenWork),
  wrapUps: z.array(WrapUp),
  notices: z.array(Notice),
  settings: AgentSettingsView,
  hub: z.object({
    /** The chat page of this hub, as customers reach it. */
    customerPage: z.string(),
    /** Practice can be started here; and whether it runs for this agent. */
    practice: z.object({ offered: z.boolean(), running: z.boolean() }),
    version: z.string(),
  }),
});
export type AgentSnapshot = z.infer<typeof AgentSnapshot>;
