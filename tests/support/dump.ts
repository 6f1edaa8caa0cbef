/** The whole database as text, to compare before and after. */
import type { Store } from '#hub/store/store.ts';

/** Signs of life, which a hub writes all the time: they say that something is there and change nothing else. */
export const signsOfLife: Readonly<Record<string, readonly string[]>> = {
  device: ['last_beat_at'],
  conversation: ['customer_seen_at', 'token_used_at'],
};

/** Every row of every table as text, but for what a hub writes about itself. */
export async function dump(store: Store): Promise<string> {
  const tables = await store.reader.introspection.getTables();
  const lines: string[] = [];
  await store.read(async (db) => {
    for (const name of tables.map((table) => table.name).sort()) {
      const rows = await db
        .selectFrom(name as 'setting')
        .selectAll()
        .execute();
      const texts = rows.flatMap((row) => {
        if (name === 'setting' && row.key === 'hub_alive_at') return [];
        return JSON.stringify(row, (key, value: unknown) => (signsOfLife[name]?.includes(key) ? 0 : value));
      });
      lines.push(...texts.sort().map((text) => `${name} ${text}`));
    }
  });
  return lines.join('\n');
}

/** The lines that only one of two dumps has. */
export function difference(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  const fresh = new Set(after.split('\n'));
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `− ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
