/** Records every statement that this process sends to a database. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

export interface Heard {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Statements by their text, until `stop`; one example of each is kept. */
export function recordStatements(): { readonly heard: ReadonlyMap<string, Heard>; stop(): void } {
  const heard = new Map<string, Heard>();
  const hear = (sql: string, parameters: readonly unknown[]) => {
    if (/^\s*(select|insert|update|delete|with)\b/i.test(sql)) heard.set(sql, { sql, parameters });
  };
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string) {
    hear(sql, []);
    return prepare.call(this, sql);
  } as typeof prepare;
  const client = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const { query } = client;
  client.query = function (this: unknown, ...given: unknown[]) {
    const [sql, parameters] = given;
    if (typeof sql === 'string') hear(sql, Array.isArray(parameters) ? parameters : []);
    return query.apply(this, given);
  };
  return {
    heard,
    stop() {
      DatabaseSync.prototype.prepare = prepare;
      client.query = query;
    },
  };
}
