/** Lines of the audit log: who did what, before and after. Never contains a password. */
import { randomUUID } from 'node:crypto';
import { toJson } from '../store/json.ts';
import type { Db } from '../store/store.ts';
import type { Unit } from '../unit/unit.ts';

/** The acting user, as in the audit log. */
export interface Admin {
  readonly id: string;
  readonly name: string;
}

/** Also actors that are not users of this hub: the command line, an unknown caller at sign-in. */
export interface Actor {
  readonly id: string | null;
  readonly name: string;
}

export interface AuditLine {
  readonly action: string;
  /** A noun of Setup, or another kind of record; see `AuditEntry`. */
  readonly entity: string;
  readonly entityId: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Writes one line, in the transaction of the change it records. */
export async function writeAudit(db: Db, at: number, actor: Actor, line: AuditLine): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      id: randomUUID(),
      at,
      actor_id: actor.id,
      actor: actor.name,
      action: line.action,
      entity: line.entity,
      entity_id: line.entityId,
      before_json: line.before === null ? null : toJson(line.before),
      after_json: line.after === null ? null : toJson(line.after),
    })
    .execute();
}

/** One line for an action of an administrator or supervisor. */
export const audit = (
  unit: Unit,
  admin: Admin,
  action: string,
  noun: string,
  id: string,
  before: unknown,
  after: unknown,
): Promise<void> =>
  writeAudit(unit.db, unit.now, admin, { action, entity: noun, entityId: id, before, after });
