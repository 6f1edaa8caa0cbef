/**
 * Errors that users see. Each has a code, an HTTP status, and parameters for its sentence; the sentences are in
 * `core/i18n` under `errors.CODE`, in every language.
 */
export const errorStatuses = {
  NOT_SIGNED_IN: 401,
  WRONG_CREDENTIALS: 401,
  NOT_ALLOWED: 403,
  /** `scope` = the scope that the API key lacks. */
  SCOPE_MISSING: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  TOO_LATE: 409,
  VERSION_CONFLICT: 409,
  IN_USE: 409,
  NAME_TAKEN: 409,
  SYSTEM_RECORD: 409,
  WOULD_MOVE: 409,
  LAST_ADMIN: 409,
  STATUS_NOT_GRANTED: 403,
  STATUS_INACTIVE: 409,
  STATUS_NOT_CHOOSABLE: 403,
  OPEN_WORK: 409,
  NO_OPEN_WORK: 409,
  DECLINE_NOT_ALLOWED: 403,
  DECLINE_REASON_REQUIRED: 400,
  DECLINE_REASON_UNKNOWN: 400,
  /** The chat was started before, by another browser or too long ago to be the same attempt. */
  START_USED: 409,
  /** The site's signature on a customer's facts cannot be verified. */
  IDENTITY_INVALID: 401,
  CONVERSATION_ENDED: 409,
  CONVERSATION_RUNNING: 409,
  NOT_A_CONVERSATION: 400,
  NO_EXTENSION_LEFT: 409,
  WRAP_UP_OVER: 409,
  DESTINATION_NOT_ALLOWED: 403,
  DESTINATION_NOT_SIGNED_IN: 409,
  TRANSFER_RUNNING: 409,
  END_IN_THE_PAST: 400,
  OUTCOME_UNKNOWN: 400,
  QUEUE_CLOSED: 409,
  URL_NOT_ALLOWED: 400,
  SOUND_UNKNOWN: 400,
  SOUND_TOO_LONG: 400,
  OUTSIDE_YOUR_TEAM: 403,
  AGENT_NOT_ROUTABLE: 409,
  OVER_CAPACITY: 409,
  MEMBER_BY_PROFILE: 409,
  TAKES_TOO_LONG: 503,
  LINK_LOST: 503,
  HUB_UNREACHABLE: 503,
  /** The embedded hub cannot start; `words` = the reason it gives. */
  HUB_FAILED: 503,
  NO_HUB_THERE: 502,
  HUB_TOO_OLD: 409,
  HUB_TOO_NEW: 409,
  CERTIFICATE_UNKNOWN: 502,
  CERTIFICATE_CHANGED: 502,
  CERTIFICATE_INVALID: 502,
  PASSWORD_WEAK: 400,
  /** The hub's disk is full or damaged, or its database is unreachable or too slow. */
  STORAGE_FULL: 507,
  STORAGE_BROKEN: 503,
  STORAGE_AWAY: 503,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof errorStatuses;
export type ErrorParams = Readonly<Record<string, string | number>>;

/** An error with a sentence for the user. Throw it where bad input is detected, before anything has been changed. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }

  get status(): number {
    return errorStatuses[this.code];
  }
}
