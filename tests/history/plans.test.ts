/** Y1–Y8: with a year of data in it, no statement of a day walks through what is over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDatabase, storeKinds } from '../support/stores.ts';
import { World } from '../support/world.ts';
import { fillYear } from './fill.ts';
import { growingTables, isBounded, openExplainer } from './plans.ts';
import { type Heard, recordStatements } from './record-statements.ts';
import { ScriptedDay } from './scripted-day.ts';

/** Statements that may do more, each with the reason. */
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
      /^select "id" from "(agent_work|work_item)" where "(agent_id|channel_id|queue_id)" = \S+ limit/,
    because: 'whether there is any',
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

  it('was asked everything that the contracts have', () => {
    expect(missing).toEqual([]);
    expect(heard.length).toBeGreaterThan(150);
  });

  it('Y1–Y8: no statement scans a table that grows or walks through what is over', async () => {
    const explainer = await openExplainer(address);
    const faults: string[] = [];
    try {
      for (const statement of heard) {
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
    expect(faults).toEqual([]);
  });
});
