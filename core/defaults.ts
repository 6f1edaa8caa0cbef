/**
 * Every number of the rules, named once, with its source. Milliseconds unless the name says otherwise.
 * SF = Salesforce presence configuration help, D365 = Dynamics 365 presence help, OQ = our decision.
 */

/**
 * What hub and application say to each other; grows with every change that an older side would not understand. The hub
 * names it in `GET /health` and when it opens a socket. OQ.
 */
export const PROTOCOL = 1;
/** Header of the hub's answer that opens a socket. */
export const PROTOCOL_HEADER = 'x-onqueue-protocol';

/** The client sends a beat this often and expects an answer. OQ, as Amazon Connect. */
export const HEARTBEAT_INTERVAL_MS = 10_000;
/** One beat missed, plus half a beat for the way: unsteady, no new offers. OQ. */
export const LINK_UNSTEADY_AFTER_MS = 15_000;
/** Two beats missed: lost. OQ. */
export const LINK_LOST_AFTER_MS = 25_000;
/** Where several hubs share a database each gives a sign of life this often. OQ. */
export const HUB_HEARTBEAT_INTERVAL_MS = 2_000;
/** A hub without a sign of life for so long is dead. OQ. */
export const HUB_LOST_AFTER_MS = 10_000;
/** Status and work of a lost agent are kept this long. OQ. */
export const GRACE_PERIOD_MS = 60_000;
/** An offer at a lost agent waits at most this long. OQ. */
export const LOST_AGENT_OFFER_TIMEOUT_MS = 20_000;
/** Reconnecting waits a random time between these two, doubling its upper bound. OQ. */
export const INITIAL_BACKOFF_MS = 500;
export const MAX_BACKOFF_MS = 15_000;
/** After this long with nobody else to take an item, an agent who declined it may be asked again. OQ. */
export const EXCLUSION_TIMEOUT_MS = 30_000;
/** The router looks at everything again this often, whatever happened. OQ. */
export const RECONCILE_INTERVAL_MS = 5_000;
/** At most this many open items per agent, whatever the capacity. SF. */
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
/** Inbound voice rings at most this many seconds. SF. */
export const MAX_VOICE_PUSH_TIME_OUT_SECONDS = 20;
/** One message, in bytes of UTF-8. OQ. */
export const MAX_MESSAGE_BYTES = 32 * 1024;
/** A typing mark that is not renewed ends after this long. After Amazon Connect. */
export const TYPING_TTL_MS = 10_000;
/** Typing is sent at most this often. After Amazon Connect. */
export const TYPING_INTERVAL_MS = 5_000;
/** Answers to commands are kept this long, so that a replayed command is harmless. OQ. */
export const COMMAND_RETENTION_MS = 24 * 3_600_000;
/** A new password has at least this many characters. NIST SP 800-63B asks for 8 and advises more. OQ. */
export const MIN_PASSWORD_LENGTH = 10;
/** Lines of an item's log (offered, opened, put back and why) are kept this long. OQ. */
export const WORK_EVENT_RETENTION_MS = 14 * 24 * 3_600_000;
/** A sign-in lasts this long without use. OQ. */
export const TOKEN_TTL_MS = 30 * 24 * 3_600_000;
/** A customer's conversation token lives this long after the last use. OQ. */
export const CUSTOMER_TOKEN_TTL_MS = 24 * 3_600_000;
/** A waiting customer who shows no sign for so long has left. OQ; the range is the Setup field's. */
export const CUSTOMER_GONE_TIMEOUT_SECONDS = { least: 15, most: 3_600, usual: 60 } as const;
/** A start that comes again within this time from the same browser is the same attempt. OQ. */
export const START_RETRY_WINDOW_MS = 10 * 60_000;
/** Fields of a work item: at most so many, with values of at most so many characters. OQ. */
export const MAX_FIELDS = 50;
export const MAX_FIELD_LENGTH = 1_000;
/** So many notices stand before an agent at most, one of each kind. OQ. */
export const MAX_NOTICES = 3;
/** A notice that is not dismissed ends by itself after this long before an agent who is there. OQ. */
export const NOTICE_TTL_MS = 30 * 60_000;
