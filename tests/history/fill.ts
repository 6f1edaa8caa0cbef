/**
 * Fills a database with a year of ended work: `node tests/history/fill.ts --items 300000 --db sqlite:PATH`.
 * Options: --messages 8 (per conversation), --days 365, --agents 100 (created if the database has none), --seed 1.
 */
import { parseArgs } from 'node:util';
import { openStore } from '#hub/store/store.ts';
import { prepareCentre } from '../support/hub-process.ts';
import { openSink, type Sink, type Value } from './sink.ts';
import { type History, historyTables, Year, type YearOptions } from './year.ts';

/** Items per transaction. */
const CHUNK = 5_000;

export interface FillOptions {
  readonly address: string;
  readonly items: number;
  readonly messages?: number;
  readonly days?: number;
  readonly until?: number;
  readonly seed?: number;
}

async function write(sink: Sink, history: History): Promise<void> {
  for (const table of historyTables) {
    const rows = history[table];
    if (rows.length === 0) continue;
    const columns = Object.keys(rows[0]!);
    await sink.insert(
      table,
      columns,
      rows.map((row) => Object.values(row) as Value[]),
    );
  }
  await sink.commit();
}

/** The users who can take work, the queues and a channel of the database. */
async function readCast(
  address: string,
): Promise<Pick<YearOptions, 'agentIds' | 'queueIds' | 'channelId'> | null> {
  const store = await openStore(address);
  try {
    const ids = async (table: 'app_user' | 'queue' | 'service_channel') =>
      (await store.reader.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id);
    const [agentIds, queueIds, channels] = [
      await ids('app_user'),
      await ids('queue'),
      await ids('service_channel'),
    ];
    const channelId = channels.find((id) => id === 'chat') ?? channels[0];
    return agentIds.length === 0 || queueIds.length === 0 || channelId === undefined
      ? null
      : { agentIds, queueIds, channelId };
  } finally {
    await store.close();
  }
}

/** Writes the year into a database whose Setup has at least a user, a queue and a channel. No hub may run on it. */
export async function fillYear(given: FillOptions): Promise<void> {
  const cast = await readCast(given.address);
  if (!cast) throw new Error('the database has no user, no queue or no channel');
  const year = new Year({
    ...cast,
    items: given.items,
    messages: given.messages ?? 8,
    days: given.days ?? 365,
    until: given.until ?? Date.now(),
    webhookIds: ['crm', 'billing', 'archive'],
    seed: given.seed ?? 1,
  });
  const sink = await openSink(given.address, historyTables);
  for (const day of year.presence()) await write(sink, day);
  for (const chunk of year.items(CHUNK)) await write(sink, chunk);
  await sink.finish();
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      db: { type: 'string' },
      items: { type: 'string', default: '300000' },
      messages: { type: 'string', default: '8' },
      days: { type: 'string', default: '365' },
      agents: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.db === undefined) throw new Error('--db sqlite:PATH or --db postgres://… is needed');
  if ((await readCast(values.db)) === null)
    await prepareCentre(
      values.db,
      Array.from({ length: Number(values.agents) }, (_, index) => `agent${index}`),
    );
  const started = performance.now();
  await fillYear({
    address: values.db,
    items: Number(values.items),
    messages: Number(values.messages),
    days: Number(values.days),
    seed: Number(values.seed),
  });
  console.log(`${values.items} items in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
