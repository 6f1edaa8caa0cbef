import { afterEach, describe, expect, test } from 'vitest';
import { cleanUp, codes, folderWith, freshDirectory, line, metadata, salesforceAt } from './stage.ts';

afterEach(cleanUp);

async function planned(file: string, root: string, inside: string) {
  const planner = await salesforceAt(folderWith({ [file]: metadata(root, inside) }));
  return planner(freshDirectory(), { newId: () => 'new', confirmMove: () => false });
}

type Row = [setting: string, xml: string, used: unknown, ...codes: string[]];

const timer = '<hasAfterConvoWorkTimer>true</hasAfterConvoWorkTimer>';
const wrapUp = (seconds: number) => `<afterConvoWorkMaxTime>${seconds}</afterConvoWorkMaxTime>${timer}`;
const extension = (seconds: number, most: string) =>
  `<acwExtensionDuration>${seconds}</acwExtensionDuration><hasAcwExtensionEnabled>true</hasAcwExtensionEnabled><maxExtensions>${most}</maxExtensions>${wrapUp(60)}`;

describe('presence configuration', () => {
  test.each<Row>([
    ['capacity', '<capacity>1</capacity>', 1],
    ['capacity', '<capacity>10000</capacity>', 10_000],
    ['capacity', '<capacity>0</capacity>', 1, 'OUT_OF_RANGE'],
    ['capacity', '<capacity>-3</capacity>', 1, 'OUT_OF_RANGE'],
    ['capacity', '<capacity>10001</capacity>', 10_000, 'OUT_OF_RANGE'],
    ['capacity', '<capacity>many</capacity>', 5, 'VALUE_UNREADABLE', 'VALUE_MISSING'],
    ['capacity', '<capacity>2.5</capacity>', 5, 'VALUE_UNREADABLE', 'VALUE_MISSING'],
    ['capacity', '', 5, 'VALUE_MISSING'],
    ['interruptibleCapacity', '<interruptibleCapacity>0</interruptibleCapacity>', 1, 'OUT_OF_RANGE'],
    ['interruptibleCapacity', '<interruptibleCapacity>10000</interruptibleCapacity>', 10_000],
    ['wrapUpSeconds', wrapUp(9), 10, 'OUT_OF_RANGE', 'BELOW_FORM_RANGE'],
    ['wrapUpSeconds', wrapUp(10), 10, 'BELOW_FORM_RANGE'],
    ['wrapUpSeconds', wrapUp(29), 29, 'BELOW_FORM_RANGE'],
    ['wrapUpSeconds', wrapUp(30), 30],
    ['wrapUpSeconds', wrapUp(3600), 3600],
    ['wrapUpSeconds', wrapUp(3601), 3600, 'OUT_OF_RANGE'],
    ['wrapUp', timer, false, 'WRAP_UP_INCOMPLETE'],
    ['extensionSeconds', extension(9, '2'), 10, 'OUT_OF_RANGE', 'BELOW_FORM_RANGE'],
    ['extensionSeconds', extension(14, '2'), 14, 'BELOW_FORM_RANGE'],
    ['extensionSeconds', extension(15, '2'), 15],
    ['extensionSeconds', extension(3600, '2'), 3600],
    ['extensionSeconds', extension(3601, '2'), 3600, 'OUT_OF_RANGE'],
    ['maxExtensions', extension(15, '0'), 1, 'OUT_OF_RANGE'],
    ['maxExtensions', extension(15, '1'), 1],
    ['maxExtensions', extension(15, '10'), 10],
    ['maxExtensions', extension(15, '11'), 10, 'OUT_OF_RANGE'],
    ['extend', extension(15, 'often'), false, 'VALUE_UNREADABLE', 'EXTENSION_INCOMPLETE'],
    [
      'chooseDeclineReason',
      '<enableDecline>true</enableDecline><enableDeclineReason>true</enableDeclineReason>',
      false,
      'REASONS_MISSING',
    ],
    ['wrapUpSeconds', '<afterConvoWorkMaxTime>60</afterConvoWorkMaxTime>', null, 'CONFIGURATION'],
    ['statusOnDecline', '<presenceStatusOnDecline>Away</presenceStatusOnDecline>', null, 'CONFIGURATION'],
    [
      'statusOnPushTimeOut',
      '<presenceStatusOnPushTimeout>Offline</presenceStatusOnPushTimeout>',
      { statusId: 'Offline' },
      'CONFIGURATION',
    ],
    ['requestSound', '<enableRequestSound>perhaps</enableRequestSound>', true, 'VALUE_UNREADABLE'],
    ['agentAlias', `<userDisplayName>${'a'.repeat(101)}</userDisplayName>`, 'a'.repeat(100), 'NAME_CUT'],
  ])('%s of %s is %j', async (...[setting, xml, used, ...expected]: Row) => {
    const capacity = setting === 'capacity' ? '' : '<capacity>5</capacity>';
    const { report, changes } = await planned(
      'One.presenceUserConfig',
      'PresenceUserConfig',
      `${capacity}<label>One</label>${xml}`,
    );
    const after = changes[0]!.after as unknown as { settings: Record<string, unknown> };
    expect(after.settings[setting]).toEqual(used);
    expect(codes(line(report, 'presenceConfiguration', 'One'))).toEqual(expected);
  });
});

describe('routing configuration', () => {
  const usual =
    '<label>One</label><routingModel>LEAST_ACTIVE</routingModel><routingPriority>1</routingPriority>';
  test.each<Row>([
    ['size', '<capacityWeight>1.0</capacityWeight>', { units: 1000 }],
    ['size', '<capacityWeight>0.001</capacityWeight>', { units: 1 }],
    ['size', '<capacityWeight>-1</capacityWeight>', { units: 0 }, 'OUT_OF_RANGE'],
    ['size', '<capacityPercentage>0</capacityPercentage>', { percent: 0 }],
    ['size', '<capacityPercentage>33.333</capacityPercentage>', { percent: 33_333 }],
    ['size', '<capacityPercentage>100.0</capacityPercentage>', { percent: 100_000 }],
    ['size', '<capacityPercentage>100.1</capacityPercentage>', { percent: 100_000 }, 'OUT_OF_RANGE'],
    ['size', '', { units: 1000 }, 'VALUE_MISSING'],
    ['pushTimeOutSeconds', '<capacityWeight>1</capacityWeight><pushTimeout>0</pushTimeout>', 0],
    ['pushTimeOutSeconds', '<capacityWeight>1</capacityWeight><pushTimeout>86400</pushTimeout>', 86_400],
    [
      'pushTimeOutSeconds',
      '<capacityWeight>1</capacityWeight><pushTimeout>86401</pushTimeout>',
      86_400,
      'OUT_OF_RANGE',
    ],
    [
      'capacityType',
      '<capacityWeight>1</capacityWeight><capacityType>NOT INTERRUPTIBLE</capacityType>',
      'not-interruptible',
    ],
    [
      'capacityType',
      '<capacityWeight>1</capacityWeight><capacityType>toString</capacityType>',
      'inherited',
      'VALUE_UNREADABLE',
    ],
  ])('%s of %s is %j', async (...[setting, xml, used, ...expected]: Row) => {
    const { report, changes } = await planned('One.queueRoutingConfig', 'QueueRoutingConfig', usual + xml);
    expect((changes[0]!.after as unknown as Record<string, unknown>)[setting]).toEqual(used);
    expect(codes(line(report, 'routingConfiguration', 'One'))).toEqual(expected);
  });
});

test.each([
  ['Plain_Name', 'Plain_Name'],
  ['8 Night watch', 'X8_Night_watch', 'DEVELOPER_NAME_CHANGED'],
  ['Caf%C3%A9', 'Cafe', 'DEVELOPER_NAME_CHANGED'],
  ['%zz', 'zz', 'DEVELOPER_NAME_CHANGED'],
])('keeps a file called %s as %s', async (name, kept, ...expected) => {
  const { report } = await planned(
    `${name}.presenceDeclineReason`,
    'PresenceDeclineReason',
    '<label>One</label>',
  );
  expect(codes(line(report, 'declineReason', kept))).toEqual(expected);
});

test('cuts a label that is too long, and uses the developer name for a missing one', async () => {
  const long = await planned(
    'One.presenceDeclineReason',
    'PresenceDeclineReason',
    `<label>${'x'.repeat(101)}</label>`,
  );
  expect(long.changes[0]!.after).toMatchObject({ label: 'x'.repeat(100) });
  expect(codes(line(long.report, 'declineReason', 'One'))).toEqual(['NAME_CUT']);
  const none = await planned('One.presenceDeclineReason', 'PresenceDeclineReason', '<label/>');
  expect(none.changes[0]!.after).toMatchObject({ label: 'One' });
});
