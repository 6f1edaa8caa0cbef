/** Y1: a report read from daily sums equals one read from the rows. */
import { expect, it } from 'vitest';
import type { Span } from '#core/supervision/metrics.ts';
import type { AgentSums, QueueSums } from '#core/supervision/sums.ts';
import type { Db } from '#hub/store/store.ts';
import { readDayAdds, writeDay } from '#hub/long-reads/add-up-days.ts';
import { dayEndOf, dayStartOf } from '#hub/long-reads/days.ts';
import { readReportSums, type ReportSums } from '#hub/long-reads/read-report.ts';
import { readAgentSums, readQueueSums } from '#hub/long-reads/read-sums.ts';
import { onBothStores } from '../support/on-both.ts';
import type { World } from '../support/world.ts';
import { RandomHistory, type Rows } from './random-history.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEEDS = 6;
const DAYS = 5;

/** Replaces the content of the tables with this. */
async function become(world: World, { items, works, periods }: Rows): Promise<void> {
  await world.store.write(async (db) => {
    for (const table of ['presence_period', 'agent_work', 'work_item'] as const)
      await db.deleteFrom(table).execute();
    if (items.length > 0) await db.insertInto('work_item').values(items).execute();
    if (works.length > 0) await db.insertInto('agent_work').values(works).execute();
    if (periods.length > 0) await db.insertInto('presence_period').values(periods).execute();
  });
}

/** Without zero entries, in a fixed order. */
function plain<T extends AgentSums | QueueSums>(entries: Iterable<readonly [string, T]>) {
  const something = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.values(value).some(something)
      : value !== 0 && value !== null;
  const kept = (sums: object) => Object.entries(sums).filter(([, value]) => something(value));
  return Object.fromEntries(
    [...entries]
      .filter(([, sums]) => something(sums))
      .map(([id, sums]) => [
        id,
        Object.fromEntries(
          kept(sums).map(([key, value]) => [
            key,
            typeof value === 'object' ? Object.fromEntries(kept(value as object)) : value,
          ]),
        ),
      ]),
  );
}

const fromSums = async (db: Db, range: Span) => {
  const { agents, queues }: ReportSums = await readReportSums(db, range);
  return { agents: plain(agents), queues: plain(queues) };
};
const fromRows = async (db: Db, range: Span) => ({
  agents: plain((await readAgentSums(db, range)).entries()),
  queues: plain((await readQueueSums(db, range)).entries()),
});

onBothStores('the daily sums', (make) => {
  it(`Y1: give the same reports as the rows, in ${SEEDS} random histories, day after day`, async () => {
    const world = await make({ agents: ['ann', 'ben', 'eve'] });
    const { dailySums } = world.hub.services;
    const { reader } = world.store;
    let summed = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      await world.store.write(async (db) => {
        for (const table of ['summed_day', 'agent_day', 'queue_day'] as const)
          await db.deleteFrom(table).execute();
      });
      // Each history starts after the previous one: time never goes back.
      const start = dayStartOf(world.clock.now() + DAY);
      const cast = { agentIds: ['ann', 'ben', 'eve'], queueIds: ['general', 'vip', null] };
      const history = new RandomHistory(seed, { from: start, days: DAYS, ...cast }, 25);
      for (let day = 1; day <= DAYS + 3; day++) {
        const now = start + day * DAY + history.between(0, DAY);
        await become(world, history.at(now));
        world.clock.set(now);
        await dailySums.catchUp();
        for (let range = 0; range < 6; range++) {
          const [from, to] = [history.instant(), history.instant()].sort((a, b) => a - b);
          const span = { from: from!, to: Math.min(now, to! + 1) };
          if (span.from >= span.to) continue;
          expect(await fromSums(reader, span), `seed ${seed}, day ${day}, ${JSON.stringify(span)}`).toEqual(
            await fromRows(reader, span),
          );
        }
        const days = await reader.selectFrom('summed_day').selectAll().orderBy('starts_at').execute();
        summed = Math.max(summed, days.length);
      }
    }
    expect(summed).toBeGreaterThanOrEqual(DAYS);
    // Hundreds of comparisons of two databases; slow on a busy machine.
  }, 240_000);

  it('Y1: cover adjacent days without gaps, each written only once stepped clocks cannot reach it', async () => {
    const world = await make();
    const start = dayStartOf(world.clock.now());
    const history = new RandomHistory(
      1,
      { from: start, days: 3, agentIds: ['ann'], queueIds: ['general'] },
      20,
    );
    await become(world, history.at(start + 10 * DAY));
    const days = () => world.store.reader.selectFrom('summed_day').selectAll().orderBy('starts_at').execute();
    world.clock.set(dayEndOf(start) + 3 * HOUR - 1);
    await world.hub.services.dailySums.catchUp();
    expect(await days()).toEqual([]);
    world.clock.set(start + 10 * DAY);
    await world.hub.services.dailySums.catchUp();
    const found = await days();
    expect(found.length).toBeGreaterThanOrEqual(8);
    for (const [index, day] of found.entries()) {
      expect(day.ends_at).toBe(dayEndOf(day.starts_at));
      if (index > 0) expect(day.starts_at).toBe(found[index - 1]!.ends_at);
    }
  });

  it('Y1: are written once per day when several hubs write at the same time', async () => {
    const world = await make();
    const start = dayStartOf(world.clock.now());
    const day = { from: start, to: dayEndOf(start) };
    const history = new RandomHistory(
      2,
      { from: start, days: 2, agentIds: ['ann'], queueIds: ['general'] },
      20,
    );
    await become(world, history.at(start + 10 * DAY));
    const adds = await world.store.read((db) => readDayAdds(db, day));
    const wrote = await Promise.all([1, 2, 3].map(() => world.store.write((db) => writeDay(db, adds))));
    expect(wrote.filter(Boolean)).toHaveLength(1);
    expect(await fromSums(world.store.reader, day)).toEqual(await fromRows(world.store.reader, day));
  });

  it('Y1: are deleted by starting empty', async () => {
    const world = await make({ users: { ann: { roles: ['admin'] } } });
    const start = dayStartOf(world.clock.now());
    const history = new RandomHistory(
      3,
      { from: start, days: 2, agentIds: ['ann'], queueIds: ['general'] },
      20,
    );
    await become(world, history.at(start + 30 * DAY));
    world.clock.set(start + 30 * DAY);
    await world.hub.services.dailySums.catchUp();
    await world.store.write((db) =>
      db
        .insertInto('setting')
        .values({ key: 'sample_centre', value_json: '1' })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    expect(await world.setupAs('ann').centre.state({})).toMatchObject({ sample: true, conversations: 20 });
    await world.setupAs('ann').centre.startEmpty({});
    for (const table of ['summed_day', 'agent_day', 'queue_day'] as const)
      expect(await world.store.reader.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});
