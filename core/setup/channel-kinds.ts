/**
 * Traits of the channel kinds, one entry each. No other code branches on a kind's name; a new kind needs a value in
 * `ChannelKind`, an entry here, an icon, and its name in every language.
 */
import { MAX_VOICE_PUSH_TIME_OUT_SECONDS } from '../defaults.ts';
import type { BaseStatus, CapacityPool, ChannelKind } from '../vocabulary.ts';

interface ChannelKindTraits {
  /** A customer is present while the work is open: an agent cannot leave it silently. */
  readonly live: boolean;
  /** The work is a call: the agent sees it with its duration. */
  readonly call: boolean;
  /** Customers start it on their own page, and the hub detects when they leave. */
  readonly customerPage: boolean;
  /** The wrap-up of the presence configuration applies; for other kinds only the channel's own does. SF. */
  readonly wrapUpByConfiguration: boolean;
  /** Maximum ring time of an offer in seconds, whatever the routing configuration says; `null` = no limit. SF. */
  readonly maxPushTimeOutSeconds: number | null;
  /** The status after a declined or missed request when none is configured; `null` = no change. SF. */
  readonly statusAfterRefusal: BaseStatus | null;
  /** How long after its agent is lost work returns to the queue; `null` = it stays with the agent. OQ, after D365. */
  readonly rescueTimeoutMs: number | null;
  /** The only pool it takes capacity from; `null` = as set on the channel. SF. */
  readonly fixedPool: CapacityPool | null;
  /** The list of a presence configuration that limits its transfer destinations. */
  readonly destinations: 'messagingDestinations' | 'voiceDestinations';
  /** The Salesforce object whose records it routes; `null` = none. */
  readonly salesforceObject: string | null;
  /** The channel of this kind that exists in every Salesforce organisation; older exports leave its object empty. */
  readonly salesforceChannel: string | null;
  /** Its values of `streamsource` in a Dynamics work stream. */
  readonly dynamicsSources: readonly number[];
}

/** A record: no customer is waiting live, so nothing about it is urgent. */
const record: ChannelKindTraits = {
  live: false,
  call: false,
  customerPage: false,
  wrapUpByConfiguration: false,
  maxPushTimeOutSeconds: null,
  statusAfterRefusal: null,
  rescueTimeoutMs: null,
  fixedPool: null,
  destinations: 'messagingDestinations',
  salesforceObject: null,
  salesforceChannel: null,
  dynamicsSources: [],
};
const conversation: ChannelKindTraits = {
  ...record,
  live: true,
  wrapUpByConfiguration: true,
  rescueTimeoutMs: 150_000,
};

export const channelKinds: Readonly<Record<ChannelKind, ChannelKindTraits>> = {
  chat: {
    ...conversation,
    customerPage: true,
    fixedPool: 'primary',
    salesforceObject: 'LiveChatTranscript',
    salesforceChannel: 'sfdc_liveagent',
    dynamicsSources: [192_360_000],
  },
  messaging: {
    ...conversation,
    salesforceObject: 'MessagingSession',
    salesforceChannel: 'sfdc_livemessage',
    dynamicsSources: [192_340_000, 192_330_000],
  },
  voice: {
    ...conversation,
    call: true,
    maxPushTimeOutSeconds: MAX_VOICE_PUSH_TIME_OUT_SECONDS,
    statusAfterRefusal: 'offline',
    rescueTimeoutMs: 30_000,
    destinations: 'voiceDestinations',
    salesforceObject: 'VoiceCall',
    salesforceChannel: 'sfdc_phone',
    dynamicsSources: [192_370_000, 192_440_000],
  },
  email: { ...record, salesforceObject: 'EmailMessage' },
  case: { ...record, salesforceObject: 'Case' },
  lead: { ...record, salesforceObject: 'Lead' },
  custom: { ...record, dynamicsSources: [192_350_000] },
};

/** The kind whose trait contains this value; `undefined` = none. */
export const kindWith = (matches: (traits: ChannelKindTraits) => boolean): ChannelKind | undefined =>
  (Object.keys(channelKinds) as ChannelKind[]).find((kind) => matches(channelKinds[kind]));

/** `rescueTimeoutMs` by the kind. */
export const RESCUE_TIMEOUT_MS: Readonly<Record<string, number | null>> = Object.fromEntries(
  Object.entries(channelKinds).map(([kind, { rescueTimeoutMs }]) => [kind, rescueTimeoutMs]),
);
