/**
 * Every number of the rules, named once, with its source. Milliseconds unless the name says otherwise. SF = Salesforce
 * presence configuration help, D365 = Dynamics 365 presence help, OQ = our decision.
 */

/**
 * Protocol version between hub and application; incremented with each change that an older side would not understand.
 * The hub returns it in `GET /health` and when it opens a socket. OQ.
 */
export const PROTOCOL = 1;
/** Response header in which the hub names it when it opens a socket. */
export const PROTOCOL_HEADER = 'x-onqueue-protocol';

/** Interval of the client's heartbeats, each of which expects an answer. OQ, as Amazon Connect. */
export const HEARTBEAT_INTERVAL_MS = 10_000;
/** One heartbeat missed, plus half an interval for latency: unsteady, no new offers. OQ. */
export const LINK_UNSTEADY_AFTER_MS = 15_000;
/** Two heartbeats missed: lost. OQ. */
export const LINK_LOST_AFTER_MS = 25_000;
/** Interval of the hub heartbeats where several hubs share a database. OQ. */
export const HUB_HEARTBEAT_INTERVAL_MS = 2_000;
/** A hub without a heartbeat for this long is dead. OQ. */
export const HUB_LOST_AFTER_MS = 10_000;
/** How long status and work of a lost agent are kept. OQ. */
export const GRACE_PERIOD_MS = 60_000;
/** Maximum wait of an offer at a lost agent. OQ. */
export const LOST_AGENT_OFFER_TIMEOUT_MS = 20_000;
/** Reconnecting waits a random time between these two; the upper bound doubles with each attempt. OQ. */
export const INITIAL_BACKOFF_MS = 500;
export const MAX_BACKOFF_MS = 15_000;
/** After this long without another agent to take an item, an agent who declined it may be offered it again. OQ. */
export const EXCLUSION_TIMEOUT_MS = 30_000;
/** Interval of the router's full pass, independent of events. OQ. */
export const RECONCILE_INTERVAL_MS = 5_000;
/** Maximum number of open items per agent, whatever the capacity. SF. */
export const MAX_OPEN_ITEMS = 100;
/** Sound length in seconds. SF. */
export const SOUND_LENGTH_SECONDS = { least: 1, most: 30, usual: 20 } as const;
export const MAX_CUSTOM_SOUND_BYTES = 5 * 1024 * 1024;
/** Wrap-up in seconds. SF; the metadata API also takes 10–29, which import accepts and marks. */
export const WRAP_UP_SECONDS = { least: 30, most: 3_600, leastOnImport: 10 } as const;
export const EXTENSION_SECONDS = { least: 15, most: 3_600, leastOnImport: 10 } as const;
export const EXTENSIONS = { least: 1, most: 10 } as const;
export const CAPACITY_UNITS = { least: 1, most: 10_000, usual: 5 } as const;
export const MISSES_BEFORE_STATUS_CHANGES = { least: 1, most: 10 } as const;
/** Maximum ring time of inbound voice, in seconds. SF. */
export const MAX_VOICE_PUSH_TIME_OUT_SECONDS = 20;
/** Maximum size of a message, in bytes of UTF-8. OQ. */
export const MAX_MESSAGE_BYTES = 32 * 1024;
/** A typing mark that is not renewed ends after this long. After Amazon Connect. */
export const TYPING_TTL_MS = 10_000;
/** Minimum interval between typing marks. After Amazon Connect. */
export const TYPING_INTERVAL_MS = 5_000;
/** How long answers to commands are kept, so that a replayed command is idempotent. OQ. */
export const COMMAND_RETENTION_MS = 24 * 3_600_000;
/** Minimum length of a new password, in characters. NIST SP 800-63B requires 8 and recommends more. OQ. */
export const MIN_PASSWORD_LENGTH = 10;
/** How long the lines of an item's log (offered, opened, returned and why) are kept. OQ. */
export const WORK_EVENT_RETENTION_MS = 14 * 24 * 3_600_000;
/** Lifetime of a sign-in without use. OQ. */
export const TOKEN_TTL_MS = 30 * 24 * 3_600_000;
/** Lifetime of a customer's conversation token after its last use. OQ. */
export const CUSTOMER_TOKEN_TTL_MS = 24 * 3_600_000;
/** A waiting customer without a sign of life for this long has left. OQ; the range is the Setup field's. */
export const CUSTOMER_GONE_TIMEOUT_SECONDS = { least: 15, most: 3_600, usual: 60 } as const;
/** A start repeated within this time by the same browser is the same attempt. OQ. */
export const START_RETRY_WINDOW_MS = 10 * 60_000;
/** Maximum number of fields of a work item, and maximum length of their values in characters. OQ. */
export const MAX_FIELDS = 50;
export const MAX_FIELD_LENGTH = 1_000;
/** Maximum number of notices shown to an agent, one of each kind. OQ. */
export const MAX_NOTICES = 3;
/** A notice that is not dismissed ends after the agent has been present for this long. OQ. */
export const NOTICE_TTL_MS = 30 * 60_000;
