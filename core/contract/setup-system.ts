/**
 * The part of Setup beside the records: import and export, sounds, API keys, webhooks, the audit log, starting empty.
 * For administrators, next to `setupContract`: `hub.setup.…`, `bridge.setup.…`.
 *
 * Files are sent in pieces over the existing connection, so that neither shells nor hubs need another endpoint.
 */
import { z } from 'zod';
import { ApiScope, newKeyScopes } from '../setup/api-scopes.ts';
import { ImportReport, ImportSource, RecordReport, Remark } from '../setup/import-report.ts';
import { RecordName, Version } from '../setup/names.ts';
import { Id, Instant } from '../vocabulary.ts';
import { WebhookEvent } from '../webhooks/events.ts';
import { procedure } from './base.ts';

/** Maximum size of an uploaded file, in bytes. */
export const MAX_UPLOAD_BYTES = 128 * 1024 * 1024;
/** Size of one piece; in base64 and with its envelope it stays below the hub's frame limit. */
export const MAX_UPLOAD_CHUNK_BYTES = 64 * 1024;
/** Maximum number of plan records per answer. */
export const RECORDS_PER_PAGE = 500;

const nothing = z.object({});
const OfOne = z.object({ id: Id });

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  scopes: z.array(ApiScope),
  /** When the key stops working; null = it does not expire. */
  expiresAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** The fields of a webhook that an administrator sets. */
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
  /** Time of the last attempt. */
  triedAt: Instant.nullable(),
  /** HTTP status of the last response; null = no response. */
  status: z.number().int().nullable(),
  /** Why there was no response, as a code: `timeout`, `refused`, `not-found`, `tls`, `not-allowed`, `failed`. */
  problem: z.string().nullable(),
  /** Next retry time; null once retries are exhausted. */
  nextAt: Instant.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  actor: z.string(),
  action: z.string(),
  /** A noun of Setup, or `api-key`, `webhook`, `sound`, `centre`; for supervisors' actions `agent`, `work-item`. */
  entity: z.string(),
  entityId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilter = z.object({
  /** Part of the name of the user who acted. */
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
  /** Names of the records that ring with it. */
  usedBy: z.array(z.string()),
});
export type Sound = z.infer<typeof Sound>;

/** One line of a plan, with its dependencies. */
export const PlannedRecord = z.object({
  record: RecordReport,
  /** Indexes in the plan of the new records that this one refers to: it cannot be imported without them. */
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
  /** Details of the failure; null when there are none. */
  detail: Remark.nullable(),
  /** Increases with each plan; null until there is one. */
  plan: z.number().int().nullable(),
  /** The plan or the result, without its records. */
  report: ImportReport.omit({ records: true }).nullable(),
  /** Number of records in the plan. */
  records: z.number().int(),
});
export type ImportState = z.infer<typeof ImportState>;

const OfImport = z.object({ importId: Id });
/** Range of indexes in the plan, both ends included. */
export const Ranges = z.array(
  z.object({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() }),
);
export type Ranges = z.infer<typeof Ranges>;

export const SigningKey = z.object({ id: Id, name: z.string(), createdAt: Instant });
export type SigningKey = z.infer<typeof SigningKey>;

export const systemContract = {
  apiKeys: {
    list: procedure('admin').input(nothing).output(z.array(ApiKey)),
    /** The key is returned only here. @throws END_IN_THE_PAST */
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
    /** Revokes the key; calls that use it are rejected from then on. */
    revoke: procedure('admin').input(OfOne).output(nothing),
  },
  /** Keys with which sites sign facts about their customers. DOMAIN §17. */
  signingKeys: {
    list: procedure('admin').input(nothing).output(z.array(SigningKey)),
    /** The secret is returned only here; it belongs on the site's server. */
    create: procedure('admin')
      .input(z.object({ name: RecordName }))
      .output(z.object({ id: Id, secret: z.string() })),
    /** Revokes the key; what was signed with it is no longer trusted. */
    remove: procedure('admin').input(OfOne).output(nothing),
  },
  webhooks: {
    list: procedure('admin').input(nothing).output(z.array(Webhook)),
    /** `secret` is returned for a new webhook only, and only here. @throws URL_NOT_ALLOWED, VERSION_CONFLICT */
    save: procedure('admin')
      .input(z.object({ id: Id.nullable(), version: Version.nullable(), record: WebhookRecord }))
      .output(z.object({ id: Id, version: Version, secret: z.string().nullable() })),
    /** The old secret stops signing immediately. */
    newSecret: procedure('admin')
      .input(OfOne)
      .output(z.object({ secret: z.string() })),
    remove: procedure('admin').input(OfOne).output(nothing),
    /** Sends a `test` event now. */
    test: procedure('admin')
      .input(OfOne)
      .output(z.object({ deliveryId: Id })),
    /** Newest first. */
    deliveries: procedure('admin').input(OfOne).output(z.array(Delivery)),
  },
  audit: procedure('admin')
    .input(
      AuditFilter.extend({
        /** The last entry of the previous page; null = start with the newest. */
        after: z.object({ at: Instant, id: Id }).nullable().default(null),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(AuditEntry)),
  uploads: {
    begin: procedure('admin')
      .input(z.object({ bytes: z.number().int().min(1).max(MAX_UPLOAD_BYTES).nullable() }))
      .output(z.object({ uploadId: Id })),
    /** The next piece, in base64. Sending a piece again has no effect. @throws NOT_FOUND, TOO_LARGE */
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
    /** Stores an upload as a sound. @throws SOUND_UNKNOWN, SOUND_TOO_LONG, TOO_LARGE */
    add: procedure('admin')
      .input(z.object({ uploadId: Id, name: RecordName }))
      .output(Sound),
    /** @throws IN_USE */
    remove: procedure('admin').input(OfOne).output(nothing),
  },
  imports: {
    /** Starts reading an uploaded zip. `source` null = detect it from the content. */
    begin: procedure('admin')
      .input(z.object({ uploadId: Id, source: ImportSource.nullable() }))
      .output(OfImport),
    /** Polled until there is a plan, and while it is applied. */
    state: procedure('admin').input(OfImport).output(ImportState),
    records: procedure('admin')
      .input(OfImport.extend({ plan: z.number().int(), from: z.number().int().nonnegative() }))
      .output(z.array(PlannedRecord)),
    /** Plans again, against the current Setup and moving these users. Names are `type name`. */
    replan: procedure('admin')
      .input(OfImport.extend({ moves: z.array(z.string().max(200)).max(1_000) }))
      .output(nothing),
    /** Applies the plan, all or nothing. @throws VERSION_CONFLICT when Setup has changed since the plan */
    apply: procedure('admin')
      .input(OfImport.extend({ plan: z.number().int(), chosen: Ranges.max(5_000) }))
      .output(nothing),
    close: procedure('admin').input(OfImport).output(nothing),
  },
  /** Setup as files of a Salesforce DX project, and what the format cannot hold. */
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
    /** Whether the sample centre still exists, and what starting empty would remove. */
    state: procedure('admin')
      .input(nothing)
      .output(z.object({ sample: z.boolean(), empty: z.boolean(), conversations: z.number().int() })),
    /**
     * Removes the sample centre and everything that happened in it. Users who can sign in stay. @throws OPEN_WORK,
     * NOT_FOUND
     */
    startEmpty: procedure('admin').input(nothing).output(nothing),
  },
};
