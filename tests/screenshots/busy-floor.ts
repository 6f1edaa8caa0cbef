/** An invented morning in the sample centre: agents in many statuses, an hour of history, some waiting customers. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Language } from '#core/vocabulary.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { localUser } from '#hub/setup/sample-centre.ts';
import { putUser } from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import type { Db } from '#hub/store/store.ts';
import { prepareCentre } from '../support/app.ts';
import { putToken } from '../support/hub-process.ts';
import { finishedWork, waitingItem } from '../support/rows.ts';

const people: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Ada Quist',
    'Bram Osei',
    'Chloe Ferran',
    'Dario Venn',
    'Elif Aras',
    'Femi Lund',
    'Greta Holm',
    'Hugo Sand',
  ],
  ko: ['강하은', '김도윤', '문서연', '박지호', '신유나', '오태민', '임가온', '한지우'],
};
const customers: Readonly<Record<Language, readonly string[]>> = {
  en: ['Ivy', 'Jonah', 'Kaya', 'Leon', 'Maren', 'Nils', 'Oona', 'Pavel', 'Rhea', 'Silas'],
  ko: ['나연', '민준', '보라', '수빈', '아린', '예준', '은호', '재윤', '채원', '하람'],
};
const subjects: Readonly<Record<Language, readonly string[]>> = {
  en: ['Where is my order?', 'Tent poles', 'Refund', 'Wrong size'],
  ko: ['주문 배송 문의', '텐트 폴대', '환불', '사이즈 교환'],
};
const bases = ['available', 'available', 'busy', 'busy-dnd', 'away', 'away', 'available', 'offline'] as const;
const MINUTE = 60_000;

export interface BusyFloor {
  readonly folder: string;
  /** Signed-in agents, by id; they must be linked within the grace period after the hub's start. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Fills a data directory. */
export async function prepareBusyFloor(language: Language): Promise<BusyFloor> {
  const tokens = new Map<string, string>();
  const folder = await prepareCentre({ language });
  const store = await openStore(`sqlite:${join(folder, 'hub.db')}`);
  const directory = await store.read(readDirectory);
  const now = Date.now();
  await store.write(async (db) => {
    for (const [index, name] of people[language].entries()) {
      const id = `person${index}`;
      await putUser(db, { ...localUser({ username: id, name }), id, roles: ['agent'], capacity: 1 });
      const status = directory.systemStatus(bases[index]!);
      const since = now - (index + 2) * 4 * MINUTE;
      await db
        .insertInto('agent_state')
        .values(stateOf(id, { statusId: status.id, base: status.base, since, loginAt: now - 70 * MINUTE }))
        .execute();
      if (status.base !== 'offline') tokens.set(id, await putToken(db, id));
      await addPeriods(db, id, { status, since, from: now - 70 * MINUTE });
    }
    for (let item = 0; item < 60; item++) await addFinished(db, language, item, now);
    for (let item = 0; item < 9; item++)
      await db
        .insertInto('work_item')
        .values(itemOf(language, item, now - (9 - item) * 9_000))
        .execute();
  });
  await store.close();
  return { folder, tokens };
}

function stateOf(
  id: string,
  facts: { statusId: string; base: (typeof bases)[number]; since: number; loginAt: number },
) {
  return {
    agent_id: id,
    version: 1,
    signed_in: facts.base === 'offline' ? (0 as const) : (1 as const),
    presence_session: randomUUID(),
    status_id: facts.statusId,
    base: facts.base,
    effective_base: facts.base,
    held_by_hand: 1 as const,
    since: facts.since,
    set_by: 'you' as const,
    set_by_name: null,
    reason: facts.base === 'offline' ? ('sign-out' as const) : ('manual' as const),
    detail_json: '{}',
    previous_status_id: null,
    until: null,
    until_status_id: null,
    next_status_id: null,
    link: facts.base === 'offline' ? ('lost' as const) : ('connected' as const),
    link_since: facts.loginAt,
    ringing_device_id: null,
    used_primary: 0,
    used_interruptible: 0,
    open_items: 0,
    live_offers: 0,
    last_assigned_at: null,
    misses_in_a_row: 0,
    activity: 'active' as const,
    activity_since: facts.loginAt,
    practice: 0 as const,
  };
}

async function addPeriods(
  db: Db,
  agentId: string,
  facts: {
    status: { id: string; text: string; base: (typeof bases)[number] };
    since: number;
    from: number;
  },
): Promise<void> {
  const period = (text: string, base: (typeof bases)[number], started: number, ended: number | null) => ({
    id: randomUUID(),
    agent_id: agentId,
    status_id: facts.status.id,
    status_text: text,
    base,
    effective_base: base,
    started_at: started,
    ended_at: ended,
    set_by: 'you',
    set_by_name: null,
    reason: 'manual' as const,
    load_area: 0,
    load_from: started,
    load_used: 0,
  });
  const middle = facts.from + (facts.since - facts.from) / 2;
  await db
    .insertInto('presence_period')
    .values([
      period('Available', 'available', facts.from, middle),
      period('Busy', 'busy', middle, facts.since),
      ...(facts.status.base === 'offline'
        ? []
        : [period(facts.status.text, facts.status.base, facts.since, null)]),
    ])
    .execute();
}

const itemOf = (language: Language, index: number, originalAt: number) => ({
  ...waitingItem,
  id: randomUUID(),
  customer: customers[language][index % 10]!,
  subject: subjects[language][index % 4]!,
  original_at: originalAt,
});

/** A chat of the last hour: most were answered soon, some late, and a few customers left. */
async function addFinished(db: Db, language: Language, index: number, now: number): Promise<void> {
  const originalAt = now - 58 * MINUTE + index * 55_000 + Math.round(40_000 * Math.sin(index));
  const waited = 4_000 + ((index * 7_919) % 31) * 900;
  const left = index % 9 === 4;
  const opened = originalAt + waited;
  const ended = opened + 3 * MINUTE + (index % 5) * 20_000;
  const item = {
    ...itemOf(language, index, originalAt),
    queue_id: index % 3 === 0 ? 'orders' : 'care',
    state: left ? ('cancelled' as const) : ('closed' as const),
    opened_at: left ? null : opened,
    ended_at: left ? opened : ended,
    ended_by: left ? ('customer' as const) : ('agent' as const),
  };
  await db.insertInto('work_item').values(item).execute();
  if (left) return;
  const work = finishedWork(
    { id: randomUUID(), work_item_id: item.id, agent_id: `person${index % 5}` },
    { offered: opened - 3_000, opened, ended, closed: ended + 30_000 + (index % 4) * 8_000 },
  );
  const extended = { extensions_used: index % 7 === 0 ? 1 : 0 };
  await db
    .insertInto('agent_work')
    .values({ ...work, ...extended })
    .execute();
}
