import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readDirectory } from '#hub/directory/directory.ts';
import { readSource } from '#hub/exchange/import/import-sources.ts';
import {
  apply,
  changing,
  cleanUp,
  codes,
  fixtures,
  folderWith,
  line,
  openHub,
  plan,
  zipOf,
  zipOfFolder,
} from './stage.ts';

afterEach(cleanUp);

const webApi = join(fixtures, 'dynamics', 'web-api');
const migration = join(fixtures, 'dynamics', 'migration');
const dynamicsAt = (source: string | Buffer) => readSource('dynamics', source);
const id = (last: string) => `0a0a0a0a-0000-4000-8000-${last.padStart(12, '0')}`;

async function imported(source: string | Buffer, users: readonly string[] = []) {
  const store = await openHub({ users });
  const planner = await dynamicsAt(source);
  const planned = await plan(store, planner);
  const report = await apply(store, planner);
  expect(report).toEqual({ ...planned, applied: true });
  expect(changing(await apply(store, planner))).toEqual([]);
  return { report, directory: await store.read(readDirectory), store };
}

describe('responses of the Web API', () => {
  test('matches system statuses by id or base, never by their localised name', async () => {
    const { report, directory } = await imported(webApi);
    const system = [...directory.statuses.values()].filter((status) => status.system);
    expect(system.map(({ name }) => name).sort()).toEqual(
      ['Available', 'Away', 'Busy', 'Do not disturb', 'Missed request', 'Offline'].sort(),
    );
    const lines = report.records.filter(({ type }) => type === 'presenceStatus').map(({ name }) => name);
    for (const name of ['Available', 'Busy', 'Busy_DND', 'Away', 'Offline', 'Missed'])
      expect(lines).toContain(name);
    expect(lines).toHaveLength(10);
  });

  test('imports base, text, description and active of custom presences; keeps two of one name apart', async () => {
    const { directory } = await imported(webApi);
    const { statuses } = directory;
    expect(statuses.get(id('1'))).toMatchObject({
      developerName: 'Mittagspause',
      base: 'away',
      text: 'Abwesend – beim Mittagessen',
      description: 'Von zwölf bis zwei',
      active: true,
    });
    expect(statuses.get(id('2'))).toMatchObject({ developerName: 'Pause', base: 'busy', text: 'Kaffee' });
    expect(statuses.get(id('3'))).toMatchObject({
      developerName: 'Pause_2',
      base: 'busy-dnd',
      active: false,
    });
    expect(statuses.get(id('4'))).toMatchObject({ developerName: 'Available_2', system: false });
  });

  test('imports work streams as channels and routing, open for the bases they allow', async () => {
    const { report, directory } = await imported(webApi);
    const [chat, cases] = ['1', '2'].map((last) =>
      directory.channels.get(`0b0b0b0b-0000-4000-8000-00000000000${last}`)!,
    );
    expect(chat).toMatchObject({ kind: 'chat', allowedBases: ['available', 'busy'], name: 'Webchat' });
    expect(cases).toMatchObject({ kind: 'custom', allowedBases: ['available', 'busy', 'busy-dnd', 'away'] });
    expect(directory.routing.get(chat!.id)).toMatchObject({
      size: { units: 30_000 },
      model: 'most-available',
    });
    expect(directory.routing.get(cases!.id)).toMatchObject({ size: { units: 0 } });
    expect(codes(line(report, 'serviceChannel', cases!.developerName))).toEqual(['PICKED']);
    expect(codes(line(report, 'routingConfiguration', cases!.developerName))).toEqual(['CAPACITY_PROFILES']);
    expect(directory.statuses.get('Available')!.channelIds).toEqual([chat!.id, cases!.id]);
    expect(directory.statuses.get(id('1'))!.channelIds).toEqual([cases!.id]);
    expect(directory.statuses.get('Offline')!.channelIds).toEqual([]);
    expect(line(report, 'serviceChannel', 'Webchat').unmodelled).toEqual([
      { path: 'msdyn_blockcapacityforwrapup', count: 1, value: '5' },
    ]);
  });

  test('imports users without a password and skips application users', async () => {
    const { report, directory, store } = await imported(webApi, ['juno@lighthouse.example']);
    const wren = directory.userByName('wren.oday@lighthouse.example')!;
    expect(wren).toMatchObject({
      name: "Wren O'Day",
      nickname: 'Wrenny',
      capacity: 50,
      defaultStatusId: id('1'),
      roles: ['agent'],
    });
    expect(directory.granted(wren.id).map(({ developerName }) => developerName)).toContain('Mittagspause');
    const row = await store.reader
      .selectFrom('app_user')
      .select('password_hash')
      .where('id', '=', wren.id)
      .executeTakeFirst();
    expect(row?.password_hash).toBe('');
    expect(codes(line(report, 'user', 'wren.oday@lighthouse.example'))).toEqual(['USER_CANNOT_SIGN_IN']);
    expect(directory.userByName('juno@lighthouse.example')).toMatchObject({
      id: 'user-juno@lighthouse.example',
      active: false,
    });
    expect(codes(line(report, 'user', 'juno@lighthouse.example'))).toEqual(['USER_LIKE_ANOTHER', 'DANGLING']);
    expect(line(report, 'user', 'sync@lighthouse.example').reason?.code).toBe('NOT_A_PERSON');
    expect(line(report, 'user', 'No Name').reason?.code).toBe('NAME_MISSING');
    expect(line(report, 'user', 'wren.oday@lighthouse.example').unmodelled).toEqual([
      { path: '_businessunitid_value', count: 1, value: '22222222-2222-2222-2222-222222222222' },
    ]);
  });

  test('reads or lists every column that has a value', async () => {
    const { report } = await imported(webApi);
    expect(line(report, 'presenceStatus', 'Mittagspause').unmodelled).toEqual([
      { path: 'introducedversion', count: 1, value: '1.0' },
    ]);
  });

  test('reports that one page of several is incomplete', async () => {
    const page = JSON.stringify({ '@odata.nextLink': 'https://lighthouse.example/next', value: [] });
    const report = await plan(await openHub(), await dynamicsAt(folderWith({ 'a.json': page })));
    expect(report.records).toMatchObject([{ type: 'file', action: 'skip', reason: { code: 'INCOMPLETE' } }]);
  });

  test('reads a single file, and handles column names such as __proto__', async () => {
    const report = await plan(await openHub(), await dynamicsAt(join(webApi, 'msdyn_presences.json')));
    expect(report.totals).toMatchObject({ files: 1, create: 4 });
    const odd = folderWith({
      'a.json': '{"value":[{"__proto__":{"x":1},"constructor":2,"msdyn_presenceid":"no id"},null,7,[]]}',
    });
    const { records } = await plan(await openHub(), await dynamicsAt(odd));
    expect(records).toMatchObject([
      { type: 'file', reason: { params: { why: 'a record of msdyn_presence has no id' } } },
    ]);
  });
});

describe.each([
  ['a folder', async () => migration],
  ['a zip', () => zipOfFolder(migration)],
  [
    'a zip made on Windows, with the same records in two languages',
    () => {
      const data = readFileSync(join(migration, 'data.xml'));
      return zipOf({ 'data.xml': data, 'CmtDataFiles/data_1042/data.xml': data });
    },
  ],
] as const)('a data package as %s', (_, make) => {
  test('holds the same kinds of record', async () => {
    const { directory } = await imported(await make());
    const lunch = directory.statuses.get(id('11'))!;
    expect(lunch).toMatchObject({ name: '점심', base: 'away', text: '자리 비움 – 점심 식사' });
    expect(directory.statuses.get('Available')!.name).toBe('Available');
    const phone = directory.channels.get('0b0b0b0b-0000-4000-8000-000000000011')!;
    expect(phone).toMatchObject({ kind: 'voice', allowedBases: ['available'], name: '전화' });
    expect(directory.userByName('mina@lighthouse.example')).toMatchObject({ defaultStatusId: lunch.id });
  });
});

test('reports everything that is dropped from a data package', async () => {
  const { report } = await imported(migration);
  const lunch = report.records.find(
    ({ type, unmodelled }) => type === 'presenceStatus' && unmodelled.length > 0,
  );
  expect(lunch?.unmodelled).toEqual([{ path: 'msdyn_newcolumn', count: 1, value: 'kept in mind' }]);
  expect(report.otherFiles.map(({ kind }) => kind).sort()).toEqual([
    '.xml',
    'records of msdyn_capacityprofile',
  ]);
  expect(report.otherFiles).toContainEqual({
    kind: 'records of msdyn_capacityprofile',
    count: expect.any(Number) as number,
    code: 'records',
    table: 'msdyn_capacityprofile',
  });
});
