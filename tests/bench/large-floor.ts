/** A database with the sample centre, thousands of agents, thousands of waiting items, and half a day of past work. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { readDirectory } from '#hub/directory/directory.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { saveUser } from '#hub/setup/users.ts';
import { putRecord, putUser } from '#hub/setup/write.ts';
import type { WorkItemRow } from '#hub/unit/unit.ts';
import { type Db, openStore } from '#hub/store/store.ts';
import { dayStartOf } from '#hub/long-reads/days.ts';
import { PASSWORD } from '../support/app.ts';
import { prepareCentre } from '../support/hub-process.ts';
import { finishedWork, waitingItem } from '../support/rows.ts';

/** Rows per statement; PostgreSQL takes 65,535 values at most. */
const ROWS_PER_STATEMENT = 500;

export interface LargeFloor {
  readonly agents: number;
  /** How many agents get a token to be linked; they sign in on a break, with capacity for one conversation. */
  readonly linked: number;
  readonly waiting: number;
  /** Ended conversations of today, spread over all agents. */
  readonly ended: number;
}

/** The status that linked agents sign in with. */
export const FIRST_STATUS = 'break';
/** Signs in with `PASSWORD`, and is in no queue. */
export const SUPERVISOR = 'supervisor';

/** Fills a new database; returns the tokens of the agents to link. */
export async function prepareLargeFloor(
  address: string,
  floor: LargeFloor,
): Promise<ReadonlyMap<string, string>> {
  const names = Array.from({ length: floor.agents }, (_, index) => `agent${index}`);
  const tokens = await prepareCentre(address, names.slice(0, floor.linked));
  const store = await openStore(address);
  await store.write(async (db) => {
    const care = (await readDirectory(db)).profiles.get('care')!;
    await putRecord(db, 'profile', {
      ...care,
      capacity: 1,
      defaultStatusId: FIRST_STATUS,
      version: care.version + 1,
    });
    for (const name of names.slice(floor.linked))
      await putUser(db, { ...localUser({ username: name, name }), id: name, roles: ['agent'] });
    const now = Date.now();
    await putWaiting(db, floor.waiting, now);
    await putEnded(db, floor.ended, names, now);
  });
  // A long-lived database has its statistics; this one was filled a moment ago.
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

async function putWaiting(db: Db, count: number, now: number): Promise<void> {
  await inParts(
    count,
    (index) => ({ index }),
    async (part) => {
      const rows = part.map(({ index }) => ({
        ...waitingItem,
        id: randomUUID(),
        customer: `Customer ${index}`,
        original_at: now - index,
      }));
      await db.insertInto('work_item').values(rows).execute();
    },
  );
}

/** Each waited ten seconds, with two minutes of conversation and half a minute of wrap-up. */
async function putEnded(db: Db, count: number, agents: readonly string[], now: number): Promise<void> {
  const dayStart = dayStartOf(now);
  const make = (index: number) => {
    const original = dayStart + Math.floor((index / count) * (now - dayStart));
    const [opened, ended] = [original + 10_000, original + 130_000].map((at) => Math.min(at, now));
    const endedItem: WorkItemRow = {
      ...waitingItem,
      id: randomUUID(),
      state: 'closed',
      customer: `Customer ${index}`,
      original_at: original,
      opened_at: opened!,
      ended_at: ended!,
      ended_by: 'agent',
      outcome: 'Solved',
    };
    const work = finishedWork(
      { id: randomUUID(), work_item_id: endedItem.id, agent_id: agents[index % agents.length]! },
      { offered: opened! - 1, opened: opened!, ended: ended!, closed: Math.min(now, ended! + 30_000) },
    );
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
  for (let from = 0; from < count; from += ROWS_PER_STATEMENT)
    await put(Array.from({ length: Math.min(ROWS_PER_STATEMENT, count - from) }, (_, at) => make(from + at)));
}
