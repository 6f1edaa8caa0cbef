/** Lines of the audit log: who changed what in Setup, before and after. Never holds a password. */
import { randomUUID } from 'node:crypto';
import { toJson } from '../json.ts';
import type { Unit } from '../unit.ts';

/** Who does it; the audit log says so. */
export interface Admin {
  readonly id: string;
  readonly name: string;
}

/** One line, in the transaction of what it tells. */
export async function audit(
  unit: Unit,
  admin: Admin,
  action: string,
  noun: string,
  id: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  await unit.db
    .insertInto('audit')
    .values({
      id: randomUUID(),
      at: unit.now,
      actor_id: admin.id,
      actor: admin.name,
      action,
      entity: noun,
      entity_id: id,
      before_json: before === null ? null : toJson(before),
      after_json: after === null ? null : toJson(after),
    })
    .execute();
}
