/** Y1, Y8: long reads of a supervisor or an admin run outside the hub's thread. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { LongReader } from '#hub/long-reads/long-reader.ts';
import { readInPlace } from '../support/read-in-place.ts';
import { threadReader } from '#hub/long-reads/thread-reader.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { prepareCentre } from '../support/hub-process.ts';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { fillYear } from './fill.ts';

const log = pino({ level: 'silent' });
const until = Date.UTC(2026, 0, 5, 9);
const DAY = 86_400_000;
const everything = { actor: '', entity: '', record: 'nowhere', from: null, to: null, after: null, limit: 50 };

describe.each(storeKinds)('long reads on %s', (kind) => {
  const cleanUps: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  const make = async (limits?: { takes: number; waiting: number }) => {
    const { address, remove } = await newDatabase(kind);
    cleanUps.push(remove);
    await prepareCentre(address, ['ann', 'ben']);
    const store = await openStore(address);
    cleanUps.push(() => store.close());
    const reader = threadReader(store.address, log, limits);
    cleanUps.push(() => reader.stop());
    return { address, store, reader };
  };
  /** Log entries that the search does not match. */
  const writeLog = async (store: Store, lines: number) => {
    const text = JSON.stringify({ name: 'x'.repeat(500) });
    for (let from = 0; from < lines; from += 1_000)
      await store.write((db) =>
        db
          .insertInto('audit')
          .values(
            Array.from({ length: 1_000 }, (_, index) => ({
              id: randomUUID(),
              at: from + index,
              actor_id: null,
              actor: 'Sora',
              action: 'change',
              entity: 'queue',
              entity_id: 'care',
              before_json: text,
              after_json: text,
            })),
          )
          .execute(),
      );
  };
  /** Counts the turns of the event loop while `work` is pending. */
  const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
    let [turns, over] = [0, false];
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    await work;
    over = true;
    return turns;
  };

  it('Y1: return the same results as reads in place', async () => {
    const { address, store, reader } = await make();
    await store.close();
    cleanUps.splice(1, 1);
    await fillYear({ address, items: 500, messages: 1, days: 20, until });
    const again = await openStore(address);
    cleanUps.push(() => again.close());
    const here: LongReader = readInPlace(again);
    const span = { from: until - 10 * DAY, to: until };
    const queues = [{ id: 'care', targetSeconds: 20 }];
    const day = { dayStart: until - 5 * DAY, agentIds: null, queues };
    for (const name of ['report', 'dayAdds'] as const)
      expect(await reader.read(name, span as never)).toEqual(await here.read(name, span as never));
    expect(await reader.read('floorDay', day)).toEqual(await here.read('floorDay', day));
    expect((await reader.read('floorDay', day)).agents.size).toBeGreaterThan(0);
    expect(await reader.read('conversations', null)).toBe(500);
    expect((await reader.read('report', span)).agents.length).toBeGreaterThan(0);
  });

  it('Y8: leave the event loop of the hub free during a search through the whole log', async () => {
    const { store, reader } = await make();
    await writeLog(store, 20_000);
    await reader.read('conversations', null);
    expect(await turnsDuring(reader.read('audit', everything))).toBeGreaterThan(20);
  });

  it('Y1: fail with TAKES_TOO_LONG when too slow; the next read gets a new thread', async () => {
    const limits = { takes: 1, waiting: 10 };
    const { reader } = await make(limits);
    await expect(reader.read('conversations', null)).rejects.toMatchObject({ code: 'TAKES_TOO_LONG' });
    limits.takes = 60_000;
    expect(await reader.read('conversations', null)).toBe(0);
  });

  it('Y1: report a failure only to its own caller', async () => {
    const { reader } = await make();
    const [broken, whole] = await Promise.allSettled([
      reader.read('timeline', null as never),
      reader.read('conversations', null),
    ]);
    expect(broken.status).toBe('rejected');
    expect(whole).toMatchObject({ status: 'fulfilled', value: 0 });
  });

  it('Y1: queue a limited number; live reads do not wait for requested ones', async () => {
    const { store, reader } = await make({ takes: 60_000, waiting: 1 });
    await writeLog(store, 20_000);
    const ended: string[] = [];
    const ask = (name: string, work: Promise<unknown>) => work.then(() => ended.push(name));
    const floor = () => reader.read('floorDay', { dayStart: 0, agentIds: null, queues: [] });
    await floor();
    const running = ask('search', reader.read('audit', everything));
    const waiting = ask('count', reader.read('conversations', null));
    await expect(reader.read('conversations', null)).rejects.toMatchObject({ code: 'TOO_MANY' });
    await ask('floor', floor());
    await Promise.all([running, waiting]);
    expect(ended).toEqual(['floor', 'search', 'count']);
  });

  it('Y1: reject running and waiting reads on stop', async () => {
    const { reader } = await make();
    const asked = Promise.allSettled([
      reader.read('conversations', null),
      reader.read('conversations', null),
    ]);
    await reader.stop();
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(reader.read('conversations', null)).rejects.toThrow('stopping');
  });
});

it('Y1: a thread that cannot open the database rejects every read', async () => {
  const reader = threadReader('sqlite:/nowhere/hub.db', log);
  await expect(reader.read('conversations', null)).rejects.toThrow();
  await expect(reader.read('conversations', null)).rejects.toThrow();
  await reader.stop();
});
