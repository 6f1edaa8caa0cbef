/**
 * The part of Setup around the records: import and export, sounds, API keys, webhooks, the audit log, starting empty.
 * For admins, and carried beside `setupContract`: `hub.setup.…`, `bridge.setup.…`.
 *
 * Files travel in pieces over the same line as everything else, so that both shells and every hub need no further door.
 */
import { z } from 'zod';
import { ApiScope, newKeyScopes } from '../setup/api-scopes.ts';
import { ImportReport, ImportSource, RecordReport, Remark } from '../setup/import-report.ts';
import { RecordName, Version } from '../setup/names.ts';
import { Id, Instant } from '../vocabulary.ts';
import { WebhookEvent } from '../webhooks/events.ts';
import { procedure } from './base.ts';

/** A file that is sent may have this many bytes. */
export const MAX_UPLOAD_BYTES = 128 * 1024 * 1024;
/** One piece; in base64 and with its envelope it stays below the hub's limit on frames. */
export const MAX_UPLOAD_CHUNK_BYTES = 64 * 1024;
/** Records of a plan per answer. */
export const RECORDS_PER_PAGE = 500;

const nothing = z.object({});
const OfOne = z.object({ id: Id });

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  scopes: z.array(ApiScope),
  /** From then on it opens nothing; null = it has no end. */
  expiresAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** What an admin decides about a webhook. */
export const WebhookRecord = z.object({
  name: RecordName,
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  events: z.array(WebhookEvent).min(1),
  active: z.boolean(),
});
export type WebhookRecord = z.infer<typeof WebhookRecord>;
export const Webhook = WebhookRecord.extend({ id: Id, version: Version });
export type Webhook = z.infer<typeof Webhook>;

export const Delivery = z.object({
  id: Id,
  event: z.string(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number().int(),
  createdAt: Instant,
  /** Of the last try. */
  triedAt: Instant.nullable(),
  /** HTTP status of the last answer; null = there was none. */
  status: z.number().int().nullable(),
  /** Why there was no answer, as a code: `timeout`, `refused`, `not-found`, `tls`, `not-allowed`, `failed`. */
  problem: z.string().nullable(),
  /** When it is tried again; null = not any more. */
  nextAt: Instant.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  actor: z.string(),
  action: z.string(),
  /** A noun of Setup, or `api-key`, `webhook`, `sound`, `centre`; of what supervisors do `agent`, `work-item`. */
  entity: z.string(),
  entityId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilter = z.object({
  /** Part of the name of who did it. */
  actor: z.string().max(200).default(''),
  entity: z.string().max(60).default(''),
  /** Part of a name or an id in the record. */
  record: z.string().max(200).default(''),
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const Sound = z.object({
  id: Id,
  name: z.string(),
  contentType: z.string(),
  bytes: z.number().int(),
  seconds: z.number(),
  createdAt: Instant,
  /** Names of what rings with it. */
  usedBy: z.array(z.string()),
});
export type Sound = z.infer<typeof Sound>;

/** One line of a plan, with what it needs. */
export const PlannedRecord = z.object({
  record: RecordReport,
  /** Places in the plan of the new records that this one names: it cannot come without them. */
  needs: z.array(z.number().int().nonnegative()),
});
export type PlannedRecord = z.infer<typeof PlannedRecord>;

export const ImportState = z.object({
  stage: z.enum(['reading', 'planned', 'applying', 'applied', 'failed']),
  source: ImportSource.nullable(),
  /** Files read, or records written. */
  done: z.number().int(),
  /** Records to write; null while reading. */
  of: z.number().int().nullable(),
  /** Why it failed. */
  problem: z.enum(['unreadable', 'nothing', 'too-large', 'broke']).nullable(),
  /** More about it; null when there is no more to say. */
  detail: Remark.nullable(),
  /** Grows with each plan; null until there is one. */
  plan: z.number().int().nullable(),
  /** The plan, or what was done, without its records. */
  report: ImportReport.omit({ records: true }).nullable(),
  /** How many records the plan has. */
  records: z.number().int(),
});
export type ImportState = z.infer<typeof ImportState>;

const OfImport = z.object({ importId: Id });
/** Places in the plan, from … to, both included. */
export const Ranges = z.array(
  z.object({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() }),
);
export type Ranges = z.infer<typeof Ranges>;

export const SigningKey = z.object({ id: Id, name: z.string(), createdAt: Instant });
export type SigningKey = z.infer<typeof SigningKey>;

export const systemContract = {
  apiKeys: {
    list: procedure('admin').input(nothing).output(z.array(ApiKey)),
    /** The key is shown this once. @throws END_IN_THE_PAST */
    create: procedure('admin')
      .input(
        z.object({
          name: RecordName,
          scopes: z
            .array(ApiScope)
            .min(1)
            .default([...newKeyScopes]),
          expiresAt: Instant.nullable().default(null),
        }),
      )
      .output(z.object({ id: Id, key: z.string() })),
    /** From now on nobody gets in with it. */
    revoke: procedure('admin').input(OfOne).output(nothing),
  },
  /** With which sites sign facts about their customers. DOMAIN §17. */
  signingKeys: {
    list: procedure('admin').input(nothing).output(z.array(SigningKey)),
    /** The secret is shown this once; it belongs on the site's server. */
    create: procedure('admin')
      .input(z.object({ name: RecordName }))
      .output(z.object({ id: Id, secret: z.string() })),
    /** What was signed with it is believed no longer. */
    remove: procedure('admin').input(OfOne).output(nothing),
  },
  webhooks: {
    list: procedure('admin').input(nothing).output(z.array(Webhook)),
    /** `secret` is told for a new webhook only, this once. @throws URL_NOT_ALLOWED, VERSION_CONFLICT */
    save: procedure('admin')
      .input(z.object({ id: Id.nullable(), version: Version.nullable(), record: WebhookRecord }))
      .output(z.object({ id: Id, version: Version, secret: z.string().nullable() })),
    /** The old secret signs nothing any more. */
    newSecret: procedure('admin')
      .input(OfOne)
      .output(z.object({ secret: z.string() })),
    remove: procedure('admin').input(OfOne).output(nothing),
    /** Sends an event `test` now. */
    test: procedure('admin')
      .input(OfOne)
      .output(z.object({ deliveryId: Id })),
    /** The newest first. */
    deliveries: procedure('admin').input(OfOne).output(z.array(Delivery)),
  },
  audit: procedure('admin')
    .input(
      AuditFilter.extend({
        /** The last entry of the page before; null = from the newest on. */
        after: z.object({ at: Instant, id: Id }).nullable().default(null),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(AuditEntry)),
  uploads: {
    begin: procedure('admin')
      .input(z.object({ bytes: z.number().int().min(1).max(MAX_UPLOAD_BYTES).nullable() }))
      .output(z.object({ uploadId: Id })),
    /** The next piece, in base64. A piece that is sent again changes nothing. @throws NOT_FOUND, TOO_LARGE */
    append: procedure('admin')
      .input(
        z.object({
          uploadId: Id,
          offset: z.number().int().nonnegative(),
          data: z.base64().max(Math.ceil(MAX_UPLOAD_CHUNK_BYTES / 3) * 4),
        }),
      )
      .output(nothing),
    discard: procedure('admin')
      .input(z.object({ uploadId: Id }))
      .output(nothing),
  },
  sounds: {
    list: procedure('admin').input(nothing).output(z.array(Sound)),
    /** Takes an upload for a sound. @throws SOUND_UNKNOWN, SOUND_TOO_LONG, TOO_LARGE */
    add: procedure('admin')
      .input(z.object({ uploadId: Id, name: RecordName }))
      .output(Sound),
    /** @throws IN_USE */
    remove: procedure('admin').input(OfOne).output(nothing),
  },
  imports: {
    /** Begins to read what was uploaded, a zip. `source` null = found out from what is in it. */
    begin: procedure('admin')
      .input(z.object({ uploadId: Id, source: ImportSource.nullable() }))
      .output(OfImport),
    /** Asked again and again until there is a plan, and while it is carried out. */
    state: procedure('admin').input(OfImport).output(ImportState),
    records: procedure('admin')
      .input(OfImport.extend({ plan: z.number().int(), from: z.number().int().nonnegative() }))
      .output(z.array(PlannedRecord)),
    /** Plans again: with what is set up by now, and moving these people. Names are `type name`. */
    replan: procedure('admin')
      .input(OfImport.extend({ moves: z.array(z.string().max(200)).max(1_000) }))
      .output(nothing),
    /** Carries the plan out, all or nothing. @throws VERSION_CONFLICT when something was set up since the plan */
    apply: procedure('admin')
      .input(OfImport.extend({ plan: z.number().int(), chosen: Ranges.max(5_000) }))
      .output(nothing),
    close: procedure('admin').input(OfImport).output(nothing),
  },
  /** The set-up as files of a Salesforce DX project, and what has no place in them. */
  exportSalesforce: procedure('admin')
    .input(nothing)
    .output(
      z.object({
        files: z.array(z.object({ path: z.string(), content: z.string() })),
        /** Codes of `core/i18n` under `exportRemarks`. */
        leftOut: z.array(Remark),
      }),
    ),
  centre: {
    /** Whether the sample centre is still here, and what starting empty would remove. */
    state: procedure('admin')
      .input(nothing)
      .output(z.object({ sample: z.boolean(), empty: z.boolean(), conversations: z.number().int() })),
    /** Removes the sample centre and all that happened in it. People who can sign in stay. @throws OPEN_WORK, NOT_FOUND */
    startEmpty: procedure('admin').input(nothing).output(nothing),
  },
};
