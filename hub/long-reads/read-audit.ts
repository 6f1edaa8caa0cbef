/** Reads the audit log: who changed what, with the values before and after. */
import { z } from 'zod';
import { sql } from 'kysely';
import type { AuditEntry, AuditFilter } from '#core/contract/setup-system.ts';
import { jsonColumn } from '../store/json.ts';
import type { Db } from '../store/store.ts';

/** A historical record: with the noun's fields at that time. */
const readRecord = jsonColumn('audit.before_json', z.unknown());

/** One page, newest first; `after` is the last entry of the previous page. */
export async function readAudit(
  db: Db,
  given: AuditFilter & {
    readonly after: { readonly at: number; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<AuditEntry[]> {
  const { actor, entity, record, from, to, after, limit } = given;
  const part = (text: string) =>
    `%${text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`;
  const within = (column: string, text: string) =>
    sql<boolean>`lower(coalesce(${sql.ref(column)}, '')) like ${part(text)} escape '\\'`;
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .$if(actor.trim() !== '', (query) => query.where(within('actor', actor)))
    .$if(entity !== '', (query) => query.where('entity', '=', entity))
    .$if(record.trim() !== '', (query) =>
      query.where(({ or }) =>
        or([within('entity_id', record), within('before_json', record), within('after_json', record)]),
      ),
    )
    .$if(from !== null, (query) => query.where('at', '>=', from!))
    .$if(to !== null, (query) => query.where('at', '<=', to!))
    .$if(after !== null, (query) =>
      query.where(({ or, and, eb }) =>
        or([eb('at', '<', after!.at), and([eb('at', '=', after!.at), eb('id', '<', after!.id)])]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    before: row.before_json === null ? null : readRecord(row.before_json),
    after: row.after_json === null ? null : readRecord(row.after_json),
  }));
}
