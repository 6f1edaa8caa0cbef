/** A full disk, a damaged file, an unresponsive database: reported clearly, and cleared after recovery. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { readiness, readinessAnswer } from '#hub/http/readiness.ts';
import { createMetrics } from '#hub/base/metrics.ts';
import { storageProblem } from '#hub/store/failures.ts';
import { StorageHealth } from '#hub/base/storage-health.ts';
import { openStore, type Store } from '#hub/store/store.ts';
import { createDatabase } from '../support/postgres-setup.ts';
import { newDatabase } from '../support/stores.ts';
import { onBothStores } from '../support/on-both.ts';
import { World } from '../support/world.ts';

const cleanUps: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const metrics = () => createMetrics(false);
/** A log that keeps its entries. */
function keptLog() {
  const lines: { msg: string; problem?: string; err?: { message: string } }[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => void lines.push(JSON.parse(line) as never) },
  );
  return { log, lines };
}
/** A monitor of this store with a clock that the test moves. */
function healthOf(store: Store) {
  let now = 1_000_000;
  const { log, lines } = keptLog();
  const numbers = metrics();
  const clock = { now: () => now, after: () => () => undefined };
  const health = new StorageHealth({ store, clock, log, metrics: numbers });
  return { health, lines, numbers, later: (milliseconds = 10_000) => (now += milliseconds) };
}

it('S17: reports a full disk to agent and customer, loses nothing, and recovers when there is space', async () => {
  const { address, remove } = await newDatabase('sqlite');
  cleanUps.push(remove);
  const world = await World.create({ address });
  cleanUps.push(() => world.close());
  await world.link('ann');
  const workItemId = await world.chat();
  const customer = world.customer(workItemId);
  const send = (text: string) => customer.send({ clientId: randomUUID(), text });
  await send('before');
  const pages = async (most: number) => {
    await world.store.write((db) => sql`pragma max_page_count = ${sql.lit(most)}`.execute(db));
  };
  await pages(1);
  const errors: unknown[] = [];
  for (let count = 0; count < 40 && errors.length === 0; count += 1)
    await send('w'.repeat(20_000)).catch((error: unknown) => errors.push(error));
  expect(errors[0]).toMatchObject({ code: 'STORAGE_FULL', status: 507 });
  await expect(
    world.store.write(async (db) => {
      await db
        .insertInto('setting')
        .values({ key: 'big', value_json: 'x'.repeat(2_000_000) })
        .execute();
    }),
  ).rejects.toThrow(/full/);
  await pages(1_000_000);
  await send('after');
  const texts = await world.store.reader
    .selectFrom('message')
    .select('text')
    .where('sender_kind', '=', 'customer')
    .execute();
  expect(texts.at(0)?.text).toBe('before');
  expect(texts.at(-1)?.text).toBe('after');
});

it('S17: reports storage faults in readiness, and logs each fault and its end once', async () => {
  const { address, remove } = await newDatabase('sqlite');
  cleanUps.push(remove);
  const store = await openStore(address);
  cleanUps.push(() => store.close());
  let [free, error]: [number, Error | null] = [1e9, null];
  const { health, lines, numbers, later } = healthOf({
    ...store,
    freeBytes: () => Promise.resolve(free),
    writeBriefly: (work) => (error ? Promise.reject(error) : store.writeBriefly(work)),
  });
  expect(await health.problem()).toBeNull();
  free = 100_000;
  expect(await health.problem()).toBeNull();
  later();
  for (let count = 0; count < 3; count += 1, later()) expect(await health.problem()).toBe('STORAGE_FULL');
  expect((await numbers.ready.get()).values[0]?.value).toBe(0);
  error = Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 778 });
  expect(await health.problem()).toBe('STORAGE_BROKEN');
  [free, error] = [1e9, null];
  later();
  expect(await health.problem()).toBeNull();
  expect((await numbers.ready.get()).values[0]?.value).toBe(1);
  expect(lines.map(({ msg }) => msg)).toEqual([
    'the disk is full: nothing can be saved until there is space',
    'the disk or the database is damaged',
    'the storage works again',
  ]);
});

it('S17: writes the row at most every few seconds, however often readiness is requested', async () => {
  const { address, remove } = await newDatabase('sqlite');
  cleanUps.push(remove);
  const store = await openStore(address);
  cleanUps.push(() => store.close());
  let writes = 0;
  const { health, later } = healthOf({
    ...store,
    writeBriefly: (work) => ((writes += 1), store.writeBriefly(work)),
  });
  await Promise.all(Array.from({ length: 50 }, () => health.problem()));
  expect(writes).toBe(1);
  later();
  await health.problem();
  expect(writes).toBe(2);
});

it('S17: detects file damage in the background and reports it', async () => {
  const { address, remove } = await newDatabase('sqlite');
  cleanUps.push(remove);
  const path = address.replace('sqlite:', '');
  const store = await openStore(address);
  await store.write(async (db) => {
    for (let count = 0; count < 400; count += 1)
      await db
        .insertInto('notice')
        .values({ id: `n${count}`, agent_id: 'ann', kind: 'x', params_json: 'v'.repeat(2_000), at: count })
        .execute();
  });
  const sound = healthOf(store);
  await sound.health.examine();
  expect(await sound.health.problem()).toBeNull();
  expect(sound.lines.at(-1)?.msg).toMatch(/sound/);
  await store.close();
  const file = openSync(path, 'r+');
  for (let at = 4096 * 200; at < statSync(path).size; at += 4096 * 3)
    writeSync(file, Buffer.alloc(300, 0x5a), 0, 300, at);
  closeSync(file);

  const again = await openStore(address);
  cleanUps.push(() => again.close());
  const { health, lines, numbers } = healthOf(again);
  await health.examine();
  expect(await health.problem()).toBe('STORAGE_BROKEN');
  expect(lines[0]?.msg).toMatch(/damaged: restore a backup/);
  expect((await numbers.damage.get()).values[0]?.value).toBeGreaterThan(0);
});

onBothStores('readiness', (make) => {
  it('O7: reports a running hub as ready and a stopping one as not ready', async () => {
    const world = await make();
    const { context } = world.hub.services;
    expect(await readiness(context)).toEqual({ ready: true });
    const ready = await readinessAnswer(context);
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.body)).toMatchObject({ status: 'ok', protocol: 1, hubTime: world.clock.now() });
    context.stopping = true;
    expect(await readiness(context)).toEqual({ ready: false, problem: 'STOPPING' });
    const stopping = await readinessAnswer(context);
    expect(stopping.status).toBe(503);
    expect(JSON.parse(stopping.body)).toMatchObject({ status: 'not-ready', problem: 'STOPPING' });
  });
});

describe('S18: PostgreSQL', () => {
  /** Another program that holds a lock until the end of the test. */
  async function hold(address: string, statement: string) {
    const client = new pg.Client(address);
    await client.connect();
    await client.query('begin');
    await client.query(statement);
    const letGo = async () => {
      await client.query('rollback').catch(() => undefined);
      await client.end();
    };
    cleanUps.push(letGo);
    return letGo;
  }
  const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
    const started = performance.now();
    const value = await work;
    expect(performance.now() - started).toBeLessThan(milliseconds);
    return value;
  };

  it('answers heartbeats and readiness while a table is locked and every connection waits for it', async () => {
    const address = await createDatabase(inject('postgres'));
    const world = await World.create({ address });
    cleanUps.push(() => world.close());
    await world.link('ann');
    const letGo = await hold(address, 'lock table agent_state in access exclusive mode');
    const stuck = Array.from({ length: 12 }, () =>
      world.hub.services.context
        .unit((unit) => unit.agent('ann'))
        .then(
          () => 'went through',
          () => 'failed',
        ),
    );
    await within(1_000, world.beat('ann'));
    expect(await within(1_500, readiness(world.hub.services.context))).toEqual({ ready: true });
    await letGo();
    const ends = await Promise.all(stuck);
    expect(ends).toContain('went through');
  });

  it('reports a lock on its own writes as an error in time, and recovers when it is released', async () => {
    const address = await createDatabase(inject('postgres'));
    const world = await World.create({ address });
    cleanUps.push(() => world.close());
    await world.link('ann');
    const letGo = await hold(address, 'lock table device, setting in access exclusive mode');
    await within(
      3_000,
      expect(world.beat('ann')).rejects.toMatchObject({ code: 'STORAGE_AWAY', status: 503 }),
    );
    const { health, later } = healthOf(world.store);
    expect(await within(2_500, health.problem())).toBe('STORAGE_AWAY');
    await letGo();
    later();
    expect(await health.problem()).toBeNull();
    await world.beat('ann');
  });

  it('ends a statement that waits for a lock, and an idle transaction', async () => {
    const store = await openStore(await createDatabase(inject('postgres')));
    cleanUps.push(() => store.close());
    const setting = async (name: string) =>
      (await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(store.reader)).rows[0]?.[name];
    expect(await setting('statement_timeout')).toBe('30s');
    expect(await setting('lock_timeout')).toBe('10s');
    expect(await setting('idle_in_transaction_session_timeout')).toBe('30s');
    const brief = await store.writeBriefly((db) =>
      sql<{ lock_timeout: string }>`show lock_timeout`.execute(db),
    );
    expect(brief.rows[0]?.lock_timeout).toBe('1500ms');
  });

  it('answers readiness within two seconds when the server is silent, and finds it again', async () => {
    const address = await createDatabase(inject('postgres'));
    const wire = await silentWire(new URL(address).port);
    const store = await openStore(address.replace(/:\d+\//, `:${wire.port}/`));
    cleanUps.push(() => store.close());
    const { health, later } = healthOf(store);
    expect(await health.problem()).toBeNull();
    wire.silence(true);
    later();
    expect(await within(2_500, health.problem())).toBe('STORAGE_AWAY');
    wire.silence(false);
    await vi.waitFor(
      async () => {
        later();
        expect(await health.problem()).toBeNull();
      },
      { timeout: 15_000 },
    );
  });

  it('gives work that waits a free connection, however long the queue is', async () => {
    const store = await openStore(await createDatabase(inject('postgres')), { poolSize: 2 });
    cleanUps.push(() => store.close());
    const slow = () => sql`select pg_sleep(1)`.execute(store.reader).then(() => 'done', String);
    expect(await Promise.all(Array.from({ length: 14 }, slow))).toEqual(Array(14).fill('done'));
  });

  it('gives up in time on a server that accepts no connection', async () => {
    const deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    cleanUps.push(() => void deaf.close());
    const { port } = deaf.address() as { port: number };
    await within(
      7_000,
      expect(openStore(`postgres://kim@127.0.0.1:${port}/none`)).rejects.toThrow(/cannot be used/),
    );
  });
});

/** A connection to a server that can be made to carry nothing, like a cable cut far away. */
async function silentWire(to: string): Promise<{ readonly port: number; silence(silent: boolean): void }> {
  let silent = false;
  const ends = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(to), '127.0.0.1');
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('data', (data) => void (silent || into.write(data)));
      from.on('error', () => into.destroy());
      from.on('close', () => into.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const end of ends) end.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, silence: (value) => (silent = value) };
}

it.each([
  [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'STORAGE_FULL'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 11 | (1 << 8) }, 'STORAGE_BROKEN'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 19 }, null],
  [{ code: '53100' }, 'STORAGE_FULL'],
  [{ code: '57014' }, 'STORAGE_AWAY'],
  [{ code: '55P03' }, 'STORAGE_AWAY'],
  [{ code: 'XX001' }, 'STORAGE_BROKEN'],
  [{ code: '23505' }, null],
  [{ code: 'ECONNREFUSED' }, 'STORAGE_AWAY'],
  [{}, null],
])('S17, S18: classifies an error with %j as %s', (fields, expected) => {
  expect(storageProblem(Object.assign(new Error('x'), fields))).toBe(expected);
});

it('S18: classifies the driver’s message for a slow server', () => {
  for (const said of [
    'timeout expired',
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
  ])
    expect(storageProblem(new Error(said))).toBe('STORAGE_AWAY');
  expect(storageProblem(new Error('something else'))).toBeNull();
});
