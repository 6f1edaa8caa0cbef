/**
 * The plan of a statement, as its accesses to growing tables, and whether the cost of such an access depends on live
 * rows or a period of time, rather than on all history.
 */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Heard } from './record-statements.ts';

/** Tables that grow with every conversation, shift or change. */
export const growingTables: ReadonlySet<string> = new Set([
  'work_item',
  'agent_work',
  'message',
  'conversation',
  'work_event',
  'presence_period',
  'audit',
  'webhook_delivery',
  'command',
  'transfer',
  'customer',
  'notice',
]);

export interface Access {
  readonly table: string;
  /** `null` = the whole table, row by row. */
  readonly index: string | null;
  /** The index condition in the database's own syntax; empty = the whole index. */
  readonly condition: string;
}

/** Indexes that contain only live rows. */
const ofWhatIsLive: ReadonlySet<string> = new Set([
  'agent_work_live',
  'agent_work_one_owner',
  'agent_work_one_offer',
  'work_item_live',
  'work_item_line',
  'work_item_waiting',
  'work_item_kind',
  'transfer_one_running',
  'transfer_pending',
  'presence_period_one_open',
  'webhook_delivery_due',
]);

/** Index conditions that bound an access to the rows of one thing or of a period of time. */
const narrows: Readonly<Record<string, readonly RegExp[]>> = {
  // Of one item.
  agent_work_item: [/work_item_id ?=/],
  work_event_item: [/work_item_id ?=/],
  message_client: [/work_item_id ?=/],
  work_item_external: [/external_id ?=/],
  // Of one customer, one agent's notices not dismissed yet, and whether a channel was ever used.
  work_item_customer: [/customer_id ?=/],
  notice_agent: [/agent_id ?=/],
  work_item_channel: [/channel_id ?=/],
  // From a point in time on.
  agent_work_closed: [/closed_at ?>/],
  agent_work_long: [/closed_at ?>/],
  agent_work_past: [/agent_id ?(=|in)/i, /offered_at ?>/],
  presence_period_agent: [/agent_id ?=/, /started_at ?>/],
  presence_period_ended: [/ended_at ?>/],
  presence_period_long: [/ended_at ?>/],
  work_item_arrived: [/queue_id ?(=|in|is)/i, /original_at ?>/],
  work_item_opened: [/queue_id ?(=|in|is)/i, /opened_at ?>/],
  work_item_ended: [/queue_id ?(=|in|is)/i, /ended_at ?>/],
  // Rows old enough to be removed, in chunks; and the last deliveries of a webhook.
  command_at: [/at ?</],
  webhook_delivery_over: [/created_at ?</],
  webhook_delivery_of: [/webhook_id ?=/],
};

/** The index of a key, used in full or by its first column, which identifies one thing. */
const isKey = (index: string) => /^sqlite_autoindex_|_pk$|_pkey$|_key$|^INTEGER PRIMARY KEY$/.test(index);

/** Whether the rows read are bounded independently of the amount of history. */
export function isBounded({ index, condition }: Access): boolean {
  if (index === null) return false;
  if (ofWhatIsLive.has(index)) return true;
  if (isKey(index)) return /=/.test(condition) && !/^\s*$/.test(condition);
  return narrows[index]?.every((part) => part.test(condition)) ?? false;
}

/** The accesses to growing tables in the database's plan for a statement. */
export interface Explainer {
  explain(statement: Heard): Promise<Access[]>;
  close(): Promise<void>;
}

/** @param statistics false = as a database without statistics, which only SQLite can be */
export async function openExplainer(address: string, statistics = true): Promise<Explainer> {
  if (address.startsWith('sqlite:')) return explainSqlite(address.slice('sqlite:'.length), statistics);
  const client = new pg.Client(address);
  await client.connect();
  // Some growing tables are small here. Where PostgreSQL has a usable index, it shows which; where it has none, it
  // still reads the whole table, which is visible in the plan.
  await client.query('set enable_seqscan = off');
  return {
    async explain({ sql, parameters }) {
      const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: PostgresNode }[] }>(
        `explain (format json) ${sql}`,
        [...parameters],
      );
      return accessesOf(rows[0]!['QUERY PLAN'][0]!.Plan, null);
    },
    close: () => client.end(),
  };
}

interface PostgresNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PostgresNode[];
}

function accessesOf(node: PostgresNode, parentTable: string | null): Access[] {
  const table = node['Relation Name'] ?? parentTable;
  const below = (node.Plans ?? []).flatMap((child) =>
    accessesOf(
      child,
      node['Node Type'] === 'Bitmap Heap Scan' || /^Bitmap(And|Or)$/.test(node['Node Type']) ? table : null,
    ),
  );
  if (table === null || !growingTables.has(table)) return below;
  const index = node['Index Name'];
  if (index !== undefined) return [{ table, index, condition: node['Index Cond'] ?? '' }, ...below];
  return node['Node Type'] === 'Seq Scan' ? [{ table, index: null, condition: '' }, ...below] : below;
}

/** A copy of the file that has never been analysed. */
function withoutStatistics(path: string): string {
  const copy = `${path}.fresh`;
  const database = new DatabaseSync(path);
  database.exec(`vacuum into '${copy}'`);
  database.close();
  const fresh = new DatabaseSync(copy);
  const tables = fresh.prepare("select name from sqlite_schema where name like 'sqlite_stat_'").all();
  for (const { name } of tables) fresh.exec(`drop table ${String(name)}`);
  fresh.close();
  return copy;
}

function explainSqlite(path: string, statistics: boolean): Explainer {
  const database = new DatabaseSync(statistics ? path : withoutStatistics(path));
  return {
    explain: ({ sql }) => {
      const tables = tablesOf(sql);
      const rows = database.prepare(`explain query plan ${sql}`).all() as { detail: string }[];
      // A part of the statement may be named like a table; reading its rows is no access to the table.
      const parts = rows.flatMap(
        ({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)$/.exec(detail)?.[1] ?? [],
      );
      return Promise.resolve(
        rows.flatMap(({ detail }): Access[] => {
          const access =
            /^(?:SCAN|SEARCH) (\S+)(?:.*? USING (?:AUTOMATIC )?(?:(?:COVERING |PARTIAL COVERING )?INDEX (\S+)|(INTEGER PRIMARY KEY)))?(?: \((.*)\))?/.exec(
              detail,
            );
          if (!access) return [];
          const [, name, index, rowId, condition = ''] = access;
          const part = (index ?? rowId) === undefined ? parts.indexOf(name!) : -1;
          if (part >= 0) {
            parts.splice(part, 1);
            return [];
          }
          const table = tables.get(name!) ?? name!;
          return growingTables.has(table) ? [{ table, index: index ?? rowId ?? null, condition }] : [];
        }),
      );
    },
    close: () => Promise.resolve(database.close()),
  };
}

/** Maps each name in the statement to its table. */
function tablesOf(sql: string): Map<string, string> {
  const names = new Map<string, string>();
  const noAlias = new Set([
    'where',
    'on',
    'left',
    'inner',
    'cross',
    'join',
    'group',
    'order',
    'set',
    'limit',
  ]);
  for (const [, table, alias] of sql.matchAll(
    /\b(?:from|join|update|into)\s+"?(\w+)"?(?:\s+(?:as\s+)?"?(\w+)"?)?/gi,
  )) {
    names.set(table!, table!);
    if (alias !== undefined && !noAlias.has(alias.toLowerCase())) names.set(alias, table!);
  }
  return names;
}
