import { afterEach, describe, expect, test } from 'vitest';
import { readDirectory } from '#hub/directory/directory.ts';
import { exportSalesforce } from '#hub/exchange/export/export-salesforce.ts';
import { developerNameOf } from '#hub/exchange/import/planning.ts';
import { readSalesforce } from '#hub/exchange/import/salesforce/read-salesforce.ts';
import { ensureSystemRecords } from '#hub/setup/system-records.ts';
import { writeSampleCentre } from '#hub/setup/sample-centre.ts';
import { newDatabase, storeKinds } from '#tests/support/stores.ts';
import { corpusMissing, corpusThere, organisations } from './corpus.ts';
import { apply, changing, cleanUp, exportTo, openHub, plan, salesforceAt, zipOfFolder } from './stage.ts';

afterEach(cleanUp);

/** Every second user and profile named in the source; the others do not exist here. */
async function peopleOf(folder: string) {
  const { configurations } = await readSalesforce(folder);
  const half = (names: readonly string[]) =>
    [...new Set(names.map((name) => name.toLowerCase()))].filter((_, index) => index % 2 === 0);
  const profiles = half(configurations.flatMap((one) => one.profiles)).map((name) =>
    developerNameOf(name, 'profile'),
  );
  return { users: half(configurations.flatMap((one) => one.users)), profiles: [...new Set(profiles)] };
}

const withCorpus = corpusThere ? test : test.skip;
withCorpus(corpusThere ? 'there are 27 real organisations' : corpusMissing, () => {
  expect(organisations.filter(([name]) => name.startsWith('org-'))).toHaveLength(27);
});

describe.each(organisations)('%s', (_, folder) => {
  test('plans, applies the plan, and changes nothing the second time or with its own export', async () => {
    const store = await openHub(await peopleOf(folder));
    const planner = await salesforceAt(folder);
    const planned = await plan(store, planner);
    expect(planned.totals.create + planned.totals.update).toBeGreaterThan(0);
    expect(planned.records.filter(({ type }) => type === 'file')).toEqual([]);

    const applied = await apply(store, planner);
    expect(applied).toEqual({ ...planned, applied: true });

    const again = await apply(store, planner);
    expect(changing(again)).toEqual([]);
    const skipped = ({ records }: typeof again) => records.filter(({ action }) => action === 'skip');
    expect(skipped(again)).toEqual(skipped(planned));

    const exported = await exportTo(store);
    const back = await apply(store, await salesforceAt(exported));
    expect(changing(back)).toEqual([]);
    expect(back.totals).toMatchObject({ skip: 0, unmodelled: 0 });
  });

  test('recreates the same set-up from an export in an empty hub', async () => {
    const people = await peopleOf(folder);
    const [first, second] = [await openHub(people), await openHub(people)];
    await apply(first, await salesforceAt(folder));
    await apply(second, await salesforceAt(await exportTo(first)));
    const of = async (store: typeof first) => {
      const { files } = exportSalesforce(await store.read(readDirectory));
      // Salesforce routes nothing from a queue without routing configuration, so an empty hub does not get it.
      const routed = ([path, xml]: [string, string]) =>
        !/queues/.test(path) || /queueRoutingConfig/.test(xml);
      return Object.fromEntries([...files].filter(routed));
    };
    expect(await of(second)).toEqual(await of(first));
  });

  test('gives the same result from a zip', async () => {
    const store = await openHub(await peopleOf(folder));
    const fromFolder = await plan(store, await salesforceAt(folder));
    const fromZip = await plan(store, await salesforceAt(await zipOfFolder(folder)));
    const sorted = (report: typeof fromZip) => report.records.map((one) => JSON.stringify(one)).sort();
    expect(sorted(fromZip)).toEqual(sorted(fromFolder));
    expect(fromZip.totals).toEqual(fromFolder.totals);
  });
});

test.each(['en', 'ko'] as const)(
  'keeps the sample centre (%s) unchanged through export and import',
  async (language) => {
    const store = await openHub();
    await store.write(async (db) => {
      await ensureSystemRecords(db, language);
      await writeSampleCentre(db, language);
    });
    const back = await plan(store, await salesforceAt(await exportTo(store)));
    expect(changing(back)).toEqual([]);
    expect(back.totals).toMatchObject({ skip: 0, unmodelled: 0 });
  },
);

describe.each(storeKinds)('on %s', (kind) => {
  test('is one transaction with an audit log entry for each change', async () => {
    const { address, remove } = await newDatabase(kind);
    const [, folder] = organisations.find(([name]) => name === 'lighthouse')!;
    const store = await openHub({ ...(await peopleOf(folder)), address });
    const report = await apply(store, await salesforceAt(folder));
    const rows = await store.reader.selectFrom('audit').selectAll().execute();
    expect(rows).toHaveLength(report.totals.create + report.totals.update);
    expect(rows.every(({ actor, at }) => actor === 'test' && at === 1_000)).toBe(true);
    const change = rows.find(({ entity_id }) => entity_id === 'default_presence_config')!;
    expect(change).toMatchObject({ action: 'import.update', entity: 'configuration' });
    expect(JSON.parse(change.before_json!)).toMatchObject({ settings: { capacity: 5 }, version: 1 });
    expect(JSON.parse(change.after_json!)).toMatchObject({ settings: { capacity: 25 }, version: 2 });

    expect(changing(await apply(store, await salesforceAt(folder)))).toEqual([]);
    const later = await store.reader.selectFrom('audit').select('id').execute();
    expect(later).toHaveLength(rows.length);

    const failing = apply(store, (directory, options) => ({
      report,
      ids: [],
      changes: [
        {
          table: 'declineReason',
          before: null,
          after: { id: 'new', label: 'New', developerName: 'New', active: true, version: 1 },
        },
        {
          table: 'declineReason',
          before: null,
          after: {
            id: options.newId(),
            label: 'Again',
            developerName: 'New',
            active: true,
            version: directory.version,
          },
        },
      ],
    }));
    await expect(failing).rejects.toThrow();
    const directory = await store.read(readDirectory);
    expect([...directory.declineReasons.keys()]).not.toContain('new');
    remove();
  });
});
