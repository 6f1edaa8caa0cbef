/** Imports through Setup's endpoint: read off the hub's thread, reviewed, applied in part or full, live at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ImportState, PlannedRecord } from '#core/contract/setup-system.ts';
import type { ImportSource } from '#core/setup/import-report.ts';
import { zipParts } from '#core/files/write-zip.ts';
import { setStatus } from '../support/acts.ts';
import { onBothStores } from '../support/on-both.ts';
import { upload } from '../support/upload.ts';
import type { World } from '../support/world.ts';
import { filesBelow, fixtures, metadata, zipOf, zipOfFolder } from '../import/stage.ts';

type Setup = ReturnType<World['setupAs']>;
const asAdmin = { users: { ann: { roles: ['agent' as const, 'admin' as const] } } };
const lighthouse = join(fixtures, 'salesforce', 'lighthouse');

async function begin(setup: Setup, zip: Buffer, source: ImportSource | null = null): Promise<string> {
  const { importId } = await setup.imports.begin({ uploadId: await upload(setup, zip), source });
  return importId;
}

/** Polls until the import has settled. */
async function settled(setup: Setup, importId: string): Promise<ImportState> {
  for (;;) {
    const state = await setup.imports.state({ importId });
    if (state.stage !== 'reading' && state.stage !== 'applying') return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function recordsOf(setup: Setup, importId: string, state: ImportState): Promise<PlannedRecord[]> {
  const records: PlannedRecord[] = [];
  while (records.length < state.records)
    records.push(...(await setup.imports.records({ importId, plan: state.plan!, from: records.length })));
  return records;
}

async function applied(setup: Setup, importId: string): Promise<ImportState> {
  const { plan, records } = await settled(setup, importId);
  await setup.imports.apply({ importId, plan: plan!, chosen: [{ from: 0, to: records }] });
  return settled(setup, importId);
}

onBothStores('an import through Setup', (make) => {
  it('detects the format, plans, is applied, and changes nothing the second time', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const importId = await begin(setup, await zipOfFolder(lighthouse));
    const state = await settled(setup, importId);
    expect(state).toMatchObject({ stage: 'planned', source: 'salesforce', problem: null });
    expect(state.report!.totals.create).toBeGreaterThan(10);
    expect(await recordsOf(setup, importId, state)).toHaveLength(state.records);
    const done = await applied(setup, importId);
    expect(done).toMatchObject({ stage: 'applied', report: { applied: true } });

    const again = await begin(setup, await zipOfFolder(lighthouse));
    expect((await settled(setup, again)).report!.totals).toMatchObject({ create: 0, update: 0 });
    const [entry] = await setup.audit({ limit: 1 });
    expect(entry).toMatchObject({ actor: 'Ann' });
  });

  it('applies a selection with its dependencies, and reports what was left out', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const zip = await zipOf({
      'Wood.serviceChannel': metadata(
        'ServiceChannel',
        '<label>Wood</label><relatedEntityType>Case</relatedEntityType>',
      ),
      'Sawing.servicePresenceStatus': metadata(
        'ServicePresenceStatus',
        '<label>Sawing</label><channels><channel>Wood</channel></channels>',
      ),
      'Tired.presenceDeclineReason': metadata('PresenceDeclineReason', '<label>Tired</label>'),
    });
    const importId = await begin(setup, zip);
    const state = await settled(setup, importId);
    const lines = await recordsOf(setup, importId, state);
    const at = (name: string) => lines.findIndex(({ record }) => record.name === name);
    expect(lines[at('Sawing')]!.needs).toEqual([at('Wood')]);
    const { plan } = state;
    await expect(
      setup.imports.apply({ importId, plan: plan!, chosen: [{ from: at('Sawing'), to: at('Sawing') }] }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await setup.imports.apply({
      importId,
      plan: plan!,
      chosen: [
        { from: at('Wood'), to: at('Wood') },
        { from: at('Sawing'), to: at('Sawing') },
      ],
    });
    const done = await settled(setup, importId);
    expect(done.report!.totals).toMatchObject({ create: 2, skip: 1 });
    const left = (await recordsOf(setup, importId, done))[at('Tired')]!;
    expect(left.record).toMatchObject({ action: 'skip', reason: { code: 'NOT_CHOSEN' } });
    const picture = await setup.picture({});
    expect(picture.statuses.map(({ name }) => name)).toContain('Sawing');
    expect(picture.declineReasons.map(({ label }) => label)).not.toContain('Tired');
  });

  it('writes nothing if a record was saved since the plan, and plans again', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const importId = await begin(setup, await zipOfFolder(lighthouse));
    const state = await settled(setup, importId);
    await setup.save.declineReason({
      id: null,
      version: null,
      record: { label: 'Meanwhile', developerName: 'Meanwhile', active: true },
    });
    await expect(
      setup.imports.apply({ importId, plan: state.plan!, chosen: [{ from: 0, to: state.records }] }),
    ).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    const anew = await settled(setup, importId);
    expect(anew.plan).toBe(state.plan! + 1);
    expect((await applied(setup, importId)).stage).toBe('applied');
  });

  it('reaches agents at once, and the importing user may choose the statuses in an empty hub', async () => {
    const world = await make(asAdmin);
    await world.change(async (db) => {
      for (const table of ['queue', 'service_channel'] as const) await db.deleteFrom(table).execute();
    });
    await world.link('ann');
    await setStatus(world, 'ann', 'Available');
    const before = await world.snapshot('ann');
    const setup = world.setupAs('ann');
    await applied(setup, await begin(setup, await zipOfFolder(lighthouse)));
    const after = await world.snapshot('ann');
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.statuses.map(({ text }) => text)).toContain('01 | Lamps "only"');
  });

  it('is inaccessible to other admins', async () => {
    const world = await make({ users: { ...asAdmin.users, ben: { roles: ['admin'] } } });
    const setup = world.setupAs('ann');
    const uploadId = await upload(setup, Buffer.from('PK'));
    const other = world.setupAs('ben');
    for (const call of [
      other.uploads.append({ uploadId, offset: 2, data: 'AAAA' }),
      other.imports.begin({ uploadId, source: null }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { importId } = await setup.imports.begin({ uploadId, source: null });
    await expect(other.imports.state({ importId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('accepts a repeated chunk once, and refuses a gap', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const zip = await zipOfFolder(lighthouse);
    const { uploadId } = await setup.uploads.begin({ bytes: null });
    const half = Math.floor(zip.length / 2);
    const first = { uploadId, offset: 0, data: zip.subarray(0, half).toString('base64') };
    await setup.uploads.append(first);
    await setup.uploads.append(first);
    await expect(setup.uploads.append({ ...first, offset: zip.length })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await setup.uploads.append({ uploadId, offset: half, data: zip.subarray(half).toString('base64') });
    const { importId } = await setup.imports.begin({ uploadId, source: null });
    expect((await settled(setup, importId)).stage).toBe('planned');
  });

  it('of a folder packed by the page equals that of the folder', async () => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const members = filesBelow(lighthouse).map((path) => ({
      path,
      bytes: () => new Uint8Array(readFileSync(join(lighthouse, path))),
    }));
    const parts: Uint8Array[] = [];
    for await (const part of zipParts(members)) parts.push(part);
    const packed = await settled(setup, await begin(setup, Buffer.concat(parts)));
    const zipped = await settled(setup, await begin(setup, await zipOfFolder(lighthouse)));
    expect(packed.report).toEqual(zipped.report);
  });
});

/** Broken or hostile sources, sent through the page's endpoint. */
onBothStores('a hostile import through Setup', (make) => {
  it.each<[string, () => Buffer | Promise<Buffer>, ImportState['problem'], detail?: object]>([
    ['no zip', () => Buffer.from('<html>'), 'nothing'],
    [
      'half a zip',
      async () => (await zipOfFolder(lighthouse)).subarray(0, 2_000),
      'unreadable',
      { code: 'SOURCE_UNREADABLE', params: { fault: 'ZIP_BROKEN' } },
    ],
    ['an empty zip', () => zipOf({}), 'nothing'],
    ['nothing of ours', () => zipOf({ 'a.txt': 'x' }), 'nothing'],
    [
      'only what cannot be read',
      () => zipOf({ 'A.queue': '<Queue>' }),
      'nothing',
      { code: 'FILE_UNREADABLE', params: { fault: 'XML_TAGS' } },
    ],
  ])('reports %s in one sentence', async (_, zip, problem, detail) => {
    const world = await make(asAdmin);
    const setup = world.setupAs('ann');
    const state = await settled(setup, await begin(setup, await zip()));
    expect(state).toMatchObject({ stage: 'failed', problem, plan: null, ...(detail ? { detail } : {}) });
  });

  it('reports zip bombs, escaping paths, bad encodings and 10 MB files as lines while agents are served', async () => {
    const world = await make(asAdmin);
    await world.link('ben');
    const setup = world.setupAs('ann');
    const rows = Array.from(
      { length: 10_000 },
      (_, index) =>
        `<serviceChannelFieldPriorities><priority>${index}</priority><value>${'x'.repeat(1_000)}${index}</value></serviceChannelFieldPriorities>`,
    ).join('');
    const zip = await zipOf({
      'Bomb.presenceDeclineReason': Buffer.alloc(15 * 1024 * 1024, 0x20),
      'Latin.presenceDeclineReason': Buffer.from(
        metadata('PresenceDeclineReason', '<label>Zu müde</label>'),
        'latin1',
      ),
      'Outside.presenceDeclineReason': '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
      'Big.serviceChannel': metadata(
        'ServiceChannel',
        `<label>Big</label><relatedEntityType>Case</relatedEntityType><secondaryRoutingPriorityField>P__c</secondaryRoutingPriorityField>${rows}`,
      ),
      'Good.presenceDeclineReason': metadata('PresenceDeclineReason', '<label>Good</label>'),
    });
    const importId = await begin(setup, zip);
    let served = 0;
    let longest = 0;
    for (let state = await setup.imports.state({ importId }); state.stage === 'reading';) {
      const asked = performance.now();
      await setStatus(world, 'ben', served % 2 === 0 ? 'Away' : 'Available');
      longest = Math.max(longest, performance.now() - asked);
      served += 1;
      state = await setup.imports.state({ importId });
    }
    expect(served).toBeGreaterThan(3);
    expect(longest).toBeLessThan(1_000);
    const state = await settled(setup, importId);
    expect(state.report!.totals).toMatchObject({ create: 2, skip: 3 });
    const lines = await recordsOf(setup, importId, state);
    expect(lines.filter(({ record }) => record.reason?.code === 'FILE_UNREADABLE')).toHaveLength(3);
  });

  it('plans, pages and writes 10,000 users while agents are served', async () => {
    const world = await make(asAdmin);
    await world.link('ben');
    const setup = world.setupAs('ann');
    const value = Array.from({ length: 10_000 }, (_, index) => ({
      systemuserid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      domainname: `user${index}@example.org`,
      fullname: `User ${index}`,
    }));
    const importId = await begin(setup, await zipOf({ 'users.json': JSON.stringify({ value }) }), 'dynamics');
    const state = await settled(setup, importId);
    expect(state.report!.totals.create).toBeGreaterThanOrEqual(10_000);
    expect(await recordsOf(setup, importId, state)).toHaveLength(state.records);
    await setup.imports.apply({ importId, plan: state.plan!, chosen: [{ from: 0, to: state.records }] });
    const began = performance.now();
    await setStatus(world, 'ben', 'Away');
    const waited = performance.now() - began;
    const done = await settled(setup, importId);
    expect(done.stage).toBe('applied');
    console.log(`10,000 users written; an agent waited ${Math.round(waited)} ms meanwhile`);
    expect(waited).toBeLessThan(8_000);
    expect((await setup.picture({})).users.length).toBeGreaterThanOrEqual(10_000);
  });
});
