import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { exportSalesforce } from '#hub/exchange/export/export-salesforce.ts';
import { type XmlElement, readXml } from '#hub/exchange/import/sources/read-xml.ts';
import { aChannel, aConfiguration, aProfile, aStatus, aUser } from '#tests/support/setup-records.ts';
import {
  changing,
  cleanUp,
  fixtures,
  folderWith,
  freshDirectory,
  openHub,
  salesforceAt,
  apply,
  exportTo,
  filesBelow,
} from './stage.ts';

afterEach(cleanUp);

test('orders elements alphabetically, as the schema requires', async () => {
  const store = await openHub();
  await apply(store, await salesforceAt(join(fixtures, 'salesforce', 'lighthouse')));
  const folder = await exportTo(store);
  const inOrder = ({ children }: XmlElement): boolean =>
    children.every((child, index) => index === 0 || children[index - 1]!.name <= child.name) &&
    children.every(inOrder);
  const files = filesBelow(folder).filter((path) => path.endsWith('-meta.xml'));
  expect(files.length).toBeGreaterThan(20);
  for (const path of files)
    expect(inOrder(await readXml(readFileSync(join(folder, path), 'utf8'))), path).toBe(true);
});

test('handles names with markup, and characters that XML or file names cannot hold', async () => {
  const name = `A & B <"it's"> \u0007 점심`;
  const directory = freshDirectory({
    statuses: [...freshDirectory().statuses.values(), aStatus({ name, text: name, channelIds: [] })],
    profiles: [aProfile({ name: 'Night: shift / ../x', developerName: 'Night_shift_x' })],
  });
  const { files } = exportSalesforce(directory);
  expect([...files.keys()].filter((path) => path.includes('..'))).toEqual([]);
  const status = files.get(
    'force-app/main/default/servicePresenceStatuses/Lunch.servicePresenceStatus-meta.xml',
  )!;
  expect(status).toContain('<label>A &amp; B &lt;&quot;it&apos;s&quot;&gt;  점심</label>');
  const planner = await salesforceAt(folderWith(Object.fromEntries(files)));
  const { report } = planner(directory, { newId: () => 'new', confirmMove: () => false });
  // XML cannot represent the bell character; nothing else changes.
  expect(changing(report)).toEqual(['update presenceStatus Lunch name text']);
});

test('reports what Salesforce cannot represent', () => {
  const { leftOut } = exportSalesforce(
    freshDirectory({
      channels: [aChannel()],
      statuses: [
        ...freshDirectory().statuses.values(),
        aStatus({ active: false, name: 'Retired' }),
        aStatus({
          id: 'x',
          developerName: 'x',
          system: true,
          base: 'away',
          channelIds: ['chat'],
          name: 'Away too',
        }),
      ],
      configurations: [
        aConfiguration({
          notificationSound: { soundId: 's' },
          automaticPresence: true,
          voiceDestinations: { profiles: [], queues: 'all', flows: [] },
        }),
      ],
      users: [aUser({ statusIds: ['lunch'] })],
    }),
  );
  expect(leftOut.map(({ message }) => message)).toEqual([
    'Retired: that this status is inactive.',
    'Away too: the channels of this system status.',
    'Default Presence Configuration: custom sound, transfer destinations, automatic presence.',
    'Statuses granted to single users: gilda.',
  ]);
  expect(leftOut.map(({ code, params }) => [code, params])).toEqual([
    ['STATUS_INACTIVE', { name: 'Retired' }],
    ['STATUS_CHANNELS', { name: 'Away too' }],
    [
      'CONFIGURATION',
      { name: 'Default Presence Configuration', parts: ['sound', 'destinations', 'automaticPresence'] },
    ],
    ['STATUSES_OF_USERS', { names: ['gilda'] }],
  ]);
});
