/** Y1–Y8: with a year of data, no statement of a normal day scans ended work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { World } from '../support/world.ts';
import { fillYear } from './fill.ts';
import { growingTables, isBounded, openExplainer } from './plans.ts';
import { type Heard, recordStatements } from './record-statements.ts';
import { ScriptedDay } from './scripted-day.ts';

/** Statements that may do more, each with its reason. */
const allowed: readonly { readonly statement: RegExp; readonly because: string }[] = [
  {
    statement: /^select count\(\*\) as "count" from "work_item"$/,
    because: 'one number of Setup, read beside the hub',
  },
  { statement: /from "audit"/, because: 'a page of the log, newest first, read beside the hub' },
  { statement: /^select min\("(closed_at|ended_at)"\) as "at"/, because: 'the first entry of the index' },
  {
    statement: /^\s*delete from work_event where at </,
    because: 'the oldest five hundred, by the order in which they were written',
  },
  {
    statement:
      /^select "id" from "work_item" where "(channel_id|queue_id)" = \S+ limit|^select "id" from "agent_work" where "agent_id" = \S+ and "closed_at" is not null limit/,
    because: 'whether there is any',
  },
  {
    statement: /^delete from "notice" where "id" in/,
    because: 'notices of one agent, by their ids; there are only so many of each',
  },
  {
    statement: /^delete from "webhook_delivery" where "id" in/,
    because: 'five hundred of a webhook that is gone',
  },
];

describe.each(storeKinds)('a year of data on %s', (kind) => {
  let heard: readonly Heard[] = [];
  let missing: readonly string[] = [];
  let address = '';
  let remove = () => undefined as void;

  beforeAll(async () => {
    ({ address, remove } = await newDatabase(kind));
    const kim = { roles: ['agent' as const, 'supervisor' as const, 'admin' as const] };
    const world = await World.create({
      address,
      agents: ['ann', 'ben', 'kim'],
      users: { kim },
      configuration: {
        allowDecline: true,
        soundAfterCustomerLeft: true,
        wrapUp: true,
        wrapUpSeconds: 60,
        extend: true,
        extensionSeconds: 30,
        maxExtensions: 2,
      },
    });
    await world.kill();
    await fillYear({ address, items: 20_000, messages: 3, days: 90, until: world.clock.now() });
    const recording = recordStatements();
    try {
      await world.boot();
      const day = new ScriptedDay(world);
      await day.run();
      missing = day.missing();
      await world.close();
    } finally {
      recording.stop();
      heard = [...recording.heard.values()];
    }
  }, 600_000);
  afterAll(() => remove());

  it('covers every procedure of the contracts', () => {
    expect(missing).toEqual([]);
    expect(heard.length).toBeGreaterThan(150);
  });

  const faultsOf = async (statements: Iterable<Heard>, statistics = true): Promise<string[]> => {
    const explainer = await openExplainer(address, statistics);
    const faults: string[] = [];
    try {
      for (const statement of statements) {
        if (![...growingTables].some((table) => statement.sql.includes(table))) continue;
        if (allowed.some((one) => one.statement.test(statement.sql))) continue;
        for (const access of await explainer.explain(statement))
          if (!isBounded(access))
            faults.push(
              `${access.table} by ${access.index ?? 'nothing'} (${access.condition}):\n  ${statement.sql.replaceAll(/\s+/g, ' ')}`,
            );
      }
    } finally {
      await explainer.close();
    }
    return faults;
  };

  it('Y1–Y8: no statement scans a growing table or walks through ended work', async () => {
    expect(await faultsOf(heard)).toEqual([]);
  });

  // PostgreSQL gathers its own soon after the rows are written.
  if (kind === 'sqlite')
    it('Y6: nor does one before the database has any statistics', async () => {
      expect(await faultsOf(heard, false)).toEqual([]);
    });

  it.each([
    ['a scan', "select id from work_item where customer = 'Cora'"],
    [
      'all that an agent has ever had',
      "select id, notes from agent_work where agent_id = 'ann' and notes <> ''",
    ],
    ['all of a queue', "select subject from work_item where queue_id = 'general' and subject <> ''"],
    [
      'an end without a beginning',
      "select id, state from agent_work where agent_id = 'ann' and offered_at < 1",
    ],
    ['an index from end to end', 'select queue_id, max(original_at) from work_item group by queue_id'],
  ])('detects %s', async (_, sql) => {
    expect(await faultsOf([{ sql, parameters: [] }])).toHaveLength(1);
  });
});
