/** Service channels, routing configurations, queues, decline reasons: what is routed, how, and to which agents. */
import { z } from 'zod';
import {
  CUSTOMER_GONE_TIMEOUT_SECONDS,
  EXTENSION_SECONDS,
  EXTENSIONS,
  SOUND_LENGTH_SECONDS,
  WRAP_UP_SECONDS,
} from '../defaults.ts';
import {
  BaseStatus,
  CapacityPool,
  ChannelKind,
  Id,
  RoutingModel,
  Thousandths,
  WholeNumber,
} from '../vocabulary.ts';
import { DeveloperName, RecordName, Version } from './names.ts';
import { NotificationSound } from './presence-configuration.ts';

/** Wrap-up terms of the channel; they override the presence configuration's. */
const ChannelWrapUp = z.object({
  wrapUpSeconds: z.number().int().min(WRAP_UP_SECONDS.leastOnImport).max(WRAP_UP_SECONDS.most),
  extensionSeconds: z
    .number()
    .int()
    .min(EXTENSION_SECONDS.leastOnImport)
    .max(EXTENSION_SECONDS.most)
    .nullable(),
  maxExtensions: z.number().int().min(EXTENSIONS.least).max(EXTENSIONS.most).nullable(),
});
type ChannelWrapUp = z.infer<typeof ChannelWrapUp>;

/** Sound of the channel; it overrides the presence configuration's. */
const ChannelSound = z.object({
  requestSound: z.boolean(),
  notificationSound: NotificationSound,
  soundSeconds: z.number().int().min(SOUND_LENGTH_SECONDS.least).max(SOUND_LENGTH_SECONDS.most),
});

export const ServiceChannel = z.object({
  id: Id,
  name: RecordName,
  developerName: DeveloperName,
  kind: ChannelKind,
  /** Live chat is always primary. */
  pool: CapacityPool,
  /** Effective bases that may be offered this channel's work (D365 "allowed presences"). */
  allowedBases: z.array(BaseStatus).min(1),
  /** `null` = as the presence configuration says. */
  autoAccept: z.boolean().nullable(),
  sound: ChannelSound.nullable(),
  wrapUp: ChannelWrapUp.nullable(),
  minimiseWidgetOnAccept: z.boolean(),
  secondaryPriority: z
    .object({
      field: z.string().min(1).max(255),
      values: z.array(z.object({ value: z.string(), priority: WholeNumber })),
    })
    .nullable(),
  /** A waiting customer whose page has sent no sign of life for this long has left; chats only. */
  customerGoneSeconds: z
    .number()
    .int()
    .min(CUSTOMER_GONE_TIMEOUT_SECONDS.least)
    .max(CUSTOMER_GONE_TIMEOUT_SECONDS.most)
    .default(CUSTOMER_GONE_TIMEOUT_SECONDS.usual),
  /** Address of the record in the CRM; `{field}` is replaced by the item's field of that name. */
  popUpUrl: z.string().max(2_000).nullable(),
  active: z.boolean(),
  version: Version,
});
export type ServiceChannel = z.infer<typeof ServiceChannel>;

/** Defaults of a new channel: work is offered while Available or Busy, and no setting overrides the configuration's. */
export const newChannel: Omit<ServiceChannel, 'id' | 'name' | 'developerName' | 'version'> = {
  kind: 'chat',
  pool: 'primary',
  allowedBases: ['available', 'busy'],
  autoAccept: null,
  sound: null,
  wrapUp: null,
  minimiseWidgetOnAccept: false,
  secondaryPriority: null,
  customerGoneSeconds: CUSTOMER_GONE_TIMEOUT_SECONDS.usual,
  popUpUrl: null,
  active: true,
};

/** Size of an item: units or a share of the pool, never both. Both in thousandths (1 unit = 1000, 100 % = 100000). */
export const WorkSize = z.union([
  z.strictObject({ units: WholeNumber.nonnegative() }),
  z.strictObject({ percent: Thousandths.max(100_000) }),
]);
export type WorkSize = z.infer<typeof WorkSize>;

export const RoutingConfiguration = z.object({
  id: Id,
  name: RecordName,
  developerName: DeveloperName,
  /** Lower first. */
  priority: WholeNumber,
  model: RoutingModel,
  size: WorkSize,
  /** 0 = an offer waits without limit. */
  pushTimeOutSeconds: z.number().int().min(0).max(86_400),
  capacityType: z.enum(['inherited', 'interruptible', 'not-interruptible']),
  version: Version,
});
export type RoutingConfiguration = z.infer<typeof RoutingConfiguration>;

/** Scheme, host and port of a site, without a path. */
const EmbedOrigin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i);

export const Queue = z.object({
  id: Id,
  name: RecordName,
  developerName: DeveloperName,
  routingConfigurationId: Id.nullable(),
  memberUserIds: z.array(Id),
  memberProfileIds: z.array(Id),
  overflow: z.union([z.strictObject({ queueId: Id }), z.strictObject({ userId: Id })]).nullable(),
  serviceLevelSeconds: z.number().int().min(1).nullable(),
  /** Texts that a customer sees while waiting and when no agent is available. */
  texts: z.object({
    welcome: z.string().max(500),
    waiting: z.string().max(500),
    nobody: z.string().max(500),
  }),
  /** Sites that may show this queue's chat in a frame, as `https://shop.example`; none = any site. */
  embedOrigins: z.array(EmbedOrigin).max(50).default([]),
  /** The outcomes an agent can choose for a conversation. */
  outcomes: z.array(z.string().min(1).max(100)),
  /** Canned texts; `/key` in the composer. */
  quickReplies: z.array(
    z.object({ key: z.string().regex(/^[\p{L}\p{N}_-]{1,30}$/u), text: z.string().min(1).max(2_000) }),
  ),
  version: Version,
});
export type Queue = z.infer<typeof Queue>;

export const DeclineReason = z.object({
  id: Id,
  label: RecordName,
  developerName: DeveloperName,
  active: z.boolean(),
  version: Version,
});
export type DeclineReason = z.infer<typeof DeclineReason>;
