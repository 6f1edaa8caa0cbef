/** A database with the sample centre, thousands of agents, thousands who wait, and half a day of work behind them. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { readDirectory } from '#hub/setup/directory.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { saveUser } from '#hub/setup/users.ts';
import { putProfile, putUser } from '#hub/setup/write.ts';
import type { AgentWorkTable, WorkItemTable } from '#hub/store/schema.ts';
import { type Db, openStore } from '#hub/store/store.ts';
import { dayStartOf } from '#hub/supervision/floor.ts';
import { PASSWORD } from '../support/app.ts';
import { prepareCentre } from '../support/hub-process.ts';

/** Rows of one statement; PostgreSQL takes 65,535 values at most. */
const AT_ONCE = 500;

export interface LargeFloor {
  readonly agents: number;
  /** So many of the agents get a token, to be linked; they sign in on a break, and have room for one conversation. */
  readonly linked: number;
  readonly waiting: number;
  /** Conversations of today that are over, spread over all agents. */
  readonly ended: number;
}

/** The status in which the agents that are linked sign in. */
export const FIRST_STATUS = 'break';
/** Signs in with `PASSWORD`, and is in no queue. */
export const SUPERVISOR = 'supervisor';

/** Fills a new database; returns the tokens of the agents to be linked. */
export async function prepareLargeFloor(
  address: string,
  floor: LargeFloor,
): Promise<ReadonlyMap<string, string>> {
  const names = Array.from({ length: floor.agents }, (_, index) => `agent${index}`);
  const tokens = await prepareCentre(address, names.slice(0, floor.linked));
  const store = await openStore(address);
  await store.write(async (db) => {
    const care = (await readDirectory(db)).profiles.get('care')!;
    await putProfile(db, { ...care, capacity: 1, defaultStatusId: FIRST_STATUS, version: care.version + 1 });
    for (const name of names.slice(floor.linked))
      await putUser(db, { ...localUser({ username: name, name }), id: name, roles: ['agent'] });
    const now = Date.now();
    await putWaiting(db, floor.waiting, now);
    await putEnded(db, floor.ended, names, now);
  });
  // A database that has lived for a while knows its own tables; this one was filled a moment ago.
  if (store.kind === 'postgres') await sql`analyze`.execute(store.reader);
  await store.close();
  await saveUser(address, {
    username: SUPERVISOR,
    name: 'Sora Supervisor',
    password: PASSWORD,
    roles: ['supervisor'],
    profile: null,
  });
  return tokens;
}

const item: Omit<WorkItemTable, 'id' | 'state' | 'customer' | 'original_at'> = {
  channel_id: 'chat',
  queue_id: 'care',
  customer_id: null,
  subject: 'A question about an order',
  fields_json: '{}',
  external_id: null,
  source: 'api',
  priority: 1,
  secondary_priority: null,
  required_agent_id: null,
  required_profile_id: null,
  preferred_agent_id: null,
  owner_agent_id: null,
  help_wanted: 0,
  opened_at: null,
  ended_at: null,
  ended_by: null,
  end_reason: null,
  outcome: null,
};

async function putWaiting(db: Db, count: number, now: number): Promise<void> {
  await inParts(
    count,
    (index) => ({ index }),
    async (part) => {
      const rows = part.map(({ index }) => ({
        ...item,
        id: randomUUID(),
        state: 'queued' as const,
        customer: `Customer ${index}`,
        original_at: now - index,
      }));
      await db.insertInto('work_item').values(rows).execute();
    },
  );
}

/** Each waited ten seconds, was talked to for two minutes and wrapped up for half of one. */
async function putEnded(db: Db, count: number, agents: readonly string[], now: number): Promise<void> {
  const dayStart = dayStartOf(now);
  const make = (index: number) => {
    const original = dayStart + Math.floor((index / count) * (now - dayStart));
    const [opened, ended] = [original + 10_000, original + 130_000].map((at) => Math.min(at, now));
    const over = { ended_at: ended!, ended_by: 'agent' as const, outcome: 'Solved' };
    const endedItem: WorkItemTable = {
      ...item,
      ...over,
      id: randomUUID(),
      state: 'closed',
      customer: `Customer ${index}`,
      original_at: original,
      opened_at: opened!,
    };
    const work: AgentWorkTable = {
      id: randomUUID(),
      work_item_id: endedItem.id,
      agent_id: agents[index % agents.length]!,
      presence_session: 'morning',
      state: 'closed',
      owns: 0,
      transfer_id: null,
      auto_accepted: 0,
      over_capacity: 0,
      pool: 'primary',
      size: 1000,
      holds: 0,
      terms_json: '{}',
      offered_at: opened! - 1,
      deadline: null,
      accepted_at: opened!,
      ...over,
      end_reason: null,
      decline_reason_id: null,
      decline_reason: null,
      decline_note: null,
      wrap_up_started_at: ended!,
      wrap_up_deadline: null,
      extensions_used: 0,
      notes: '',
      closed_at: Math.min(now, ended! + 30_000),
    };
    return { item: endedItem, work };
  };
  await inParts(count, make, async (part) => {
    await db
      .insertInto('work_item')
      .values(part.map((one) => one.item))
      .execute();
    await db
      .insertInto('agent_work')
      .values(part.map((one) => one.work))
      .execute();
  });
}

async function inParts<T>(
  count: number,
  make: (index: number) => T,
  put: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE)
    await put(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => make(from + at)));
}
