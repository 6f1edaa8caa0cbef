import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { defaultConfigurationSettings } from '#core/setup/presence-configuration.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { aConfiguration, aStatus, aUser } from '#tests/support/setup-records.ts';
import {
  apply,
  changing,
  cleanUp,
  codes,
  fixtures,
  folderWith,
  freshDirectory,
  line,
  metadata,
  openHub,
  plan,
  salesforceAt,
} from './stage.ts';

afterEach(cleanUp);

const lighthouse = join(fixtures, 'salesforce', 'lighthouse');
const wren = 'wren.oday@lighthouse.example';

async function imported() {
  const store = await openHub({ users: [wren, "o'malley@lighthouse.example"], profiles: ['standard'] });
  const report = await apply(store, await salesforceAt(lighthouse));
  const directory = await store.read(readDirectory);
  const named = <T extends { readonly developerName: string }>(
    all: ReadonlyMap<string, T>,
    name: string,
  ): T => [...all.values()].find(({ developerName }) => developerName === name)!;
  return { report, directory, named };
}

test('imports statuses: with channels Available, without Busy; system statuses keep their meaning', async () => {
  const { report, directory, named } = await imported();
  const { statuses, channels } = directory;
  const lamps = named(statuses, 'Available_Lamps');
  expect(lamps).toMatchObject({ base: 'available', text: '01 | Lamps "only"', active: true, system: false });
  expect(lamps.channelIds).toEqual([named(channels, 'Lamp_Repair').id]);
  expect(line(report, 'presenceStatus', 'Available_Lamps').warnings).toMatchObject([
    { code: 'DANGLING', params: { names: ['Left_The_Building'] } },
  ]);
  expect(named(statuses, 'Lunch')).toMatchObject({ base: 'busy', name: '점심 식사', text: '점심 식사' });

  expect(named(statuses, 'Available')).toMatchObject({ name: 'Available', base: 'available', system: true });
  expect(named(statuses, 'Available').channelIds).toHaveLength(2);
  expect(codes(line(report, 'presenceStatus', 'Available'))).toEqual(['SYSTEM_KEPT']);
  expect(line(report, 'presenceStatus', 'Away').action).toBe('unchanged');
  // Busy with channels, and Offline as a record: they differ from the system statuses.
  expect(named(statuses, 'Busy')).toMatchObject({ system: true, channelIds: [] });
  expect(named(statuses, 'Busy_sf')).toMatchObject({ base: 'available', name: 'Busy on the stairs' });
  expect(named(statuses, 'Offline_sf')).toMatchObject({ base: 'busy', name: 'Shift is over' });
  expect(codes(line(report, 'presenceStatus', 'Offline_sf'))).toEqual(['SYSTEM_NAME']);
});

test('imports presence configurations: every setting, the default by its developer name', async () => {
  const { report, directory, named } = await imported();
  const { configurations, declineReasons, statuses } = directory;
  const standard = named(configurations, 'default_presence_config');
  expect(standard).toMatchObject({
    id: 'default_presence_config',
    name: 'Configuración de presencia predeterminada',
  });
  expect(standard.settings).toEqual({
    ...defaultConfigurationSettings,
    capacity: 25,
    interruptibleCapacity: 10,
    allowDecline: true,
    chooseDeclineReason: true,
    declineReasonIds: [named(declineReasons, 'Skills_Mismatch').id, named(declineReasons, 'Shift_Ending').id],
    statusOnDecline: { statusId: named(statuses, 'Lunch').id },
    statusOnPushTimeOut: { statusId: named(statuses, 'Missed_Call').id },
    agentAlias: '{!User_Alias} & friends',
  });
  expect(named(declineReasons, 'Shift_Ending').label).toBe('Skal til pause – <vagt>');

  const crew = named(configurations, 'Wrap_Up_Crew');
  expect(crew.settings).toMatchObject({
    autoAccept: true,
    requestSound: false,
    disconnectSound: false,
    wrapUp: true,
    wrapUpSeconds: 20,
    extend: true,
    extensionSeconds: 12,
    maxExtensions: 3,
  });
  expect(codes(line(report, 'presenceConfiguration', 'Wrap_Up_Crew'))).toEqual([
    'BELOW_FORM_RANGE',
    'BELOW_FORM_RANGE',
    'ASSIGNED_TWICE',
  ]);
  expect(line(report, 'presenceConfiguration', 'Both_At_Once')).toMatchObject({
    action: 'skip',
    reason: { code: 'AUTO_ACCEPT_AND_DECLINE' },
  });
  expect(named(configurations, 'Both_At_Once')).toBeUndefined();
  expect(report.notInSource).toEqual([
    'notificationSound',
    'soundSeconds',
    'messagingDestinations',
    'voiceDestinations',
  ]);
});

test('imports assignments: reports users not found, and keeps the first of duplicates', async () => {
  const { report, directory, named } = await imported();
  const crew = named(directory.configurations, 'Wrap_Up_Crew');
  const elsewhere = named(directory.configurations, 'Somewhere_Else');
  expect(directory.userByName("o'malley@lighthouse.example")!.presenceConfigurationId).toBe(crew.id);
  expect(directory.userByName(wren)!.presenceConfigurationId).toBe(elsewhere.id);
  expect(codes(line(report, 'presenceConfiguration', 'Wrap_Up_Crew'))).not.toContain('MOVES');
  expect(report.moves).toEqual([]);
  expect(codes(line(report, 'presenceConfiguration', 'Somewhere_Else'))).toContain('DANGLING');
  expect(directory.users.size).toBe(2);
  const night = named(directory.profiles, 'Keeper_Night_Shift');
  expect(night).toMatchObject({ name: 'Keeper : Night Shift', presenceConfigurationId: crew.id });
  expect(named(directory.profiles, 'standard').presenceConfigurationId).toBe(crew.id);
  expect(line(report, 'userProfile', 'standard')).toMatchObject({ action: 'update', file: null });
});

test('grants statuses through profiles and permission sets; reports the others as empty', async () => {
  const { report, directory, named } = await imported();
  const night = named(directory.profiles, 'Keeper_Night_Shift');
  expect(night.statusIds).toEqual(['Available', named(directory.statuses, 'Lunch').id]);
  const line1 = line(report, 'userProfile', 'Keeper_Night_Shift');
  expect(codes(line1)).toEqual(['DANGLING']);
  expect(line1.unmodelled).toEqual([
    {
      path: 'applicationVisibilities',
      count: 4,
      value: 'application Lighthouse, default true, visible true',
    },
    { path: 'custom', count: 1, value: 'true' },
  ]);
  expect(codes(line(report, 'userProfile', 'Lamp_Presence'))).toEqual(['PERMISSION_SET']);
  for (const name of ['Minimum', 'Callout'])
    expect(line(report, 'userProfile', name)).toMatchObject({
      action: 'skip',
      reason: { code: 'NOTHING_HERE' },
    });
});

test('imports channels and routing', async () => {
  const { report, directory, named } = await imported();
  const { channels, routing } = directory;
  expect(named(channels, 'sfdc_livemessage')).toMatchObject({
    kind: 'messaging',
    pool: 'interruptible',
    autoAccept: true,
    minimiseWidgetOnAccept: true,
    wrapUp: { wrapUpSeconds: 90, extensionSeconds: 60, maxExtensions: 2 },
  });
  expect(line(report, 'serviceChannel', 'sfdc_livemessage').unmodelled.map(({ path }) => path)).toEqual([
    'capacityModel',
    'doesCheckCapOnOwnerChange',
    'serviceChannelStatusFieldMappings',
    'statusField',
  ]);
  expect(named(channels, 'sfdc_liveagent')).toMatchObject({
    kind: 'chat',
    pool: 'primary',
    autoAccept: null,
  });
  expect(codes(line(report, 'serviceChannel', 'sfdc_liveagent'))).toEqual(['ALWAYS_PRIMARY']);
  expect(named(channels, 'sfdc_phone')).toMatchObject({ kind: 'voice', wrapUp: null });
  expect(named(channels, 'Lamp_Repair')).toMatchObject({
    kind: 'custom',
    secondaryPriority: {
      field: 'Brightness__c',
      values: [
        { value: 'Dark', priority: 1 },
        { value: 'Dim & flickering', priority: 2 },
      ],
    },
  });
  expect(line(report, 'serviceChannel', 'Lamp_Repair').unmodelled).toContainEqual({
    path: 'relatedEntityType',
    count: 1,
    value: 'Lamp__c',
  });
  expect(named(routing, 'Calls')).toMatchObject({
    size: { percent: 100_000 },
    pushTimeOutSeconds: 30,
    model: 'least-active',
    capacityType: 'not-interruptible',
  });
  expect(named(routing, 'Lamps')).toMatchObject({
    size: { units: 334 },
    priority: 7,
    model: 'most-available',
  });
  expect(line(report, 'routingConfiguration', 'Lamps').unmodelled.map(({ path }) => path)).toEqual([
    'dropAdditionalSkillsTimeout',
    'isAttributeBased',
    'pausedCapacityWeight',
    'skills',
  ]);
  expect(codes(line(report, 'routingConfiguration', 'Partner'))).toEqual([
    'EXTERNAL_ROUTING',
    'OVERFLOW_UNUSED',
  ]);
  expect(line(report, 'routingConfiguration', 'Both_Sizes').reason?.code).toBe('SIZE_TWICE');
});

test('imports queues: members, overflow of their routing configuration, calls that ring too long', async () => {
  const { report, directory, named } = await imported();
  const calls = named(directory.queues, 'Calls');
  expect(calls.memberUserIds).toEqual([`user-${wren}`]);
  expect(calls.overflow).toEqual({ queueId: named(directory.queues, 'Lamps').id });
  expect(codes(line(report, 'queue', 'Calls'))).toEqual(['VOICE_PUSH_TIME_OUT', 'DANGLING']);
  expect(codes(line(report, 'queue', 'Lamps'))).toEqual(['DANGLING']);
  expect(named(directory.queues, 'Lost_Routing').routingConfigurationId).toBeNull();
  expect(line(report, 'queue', 'Mail_Only').reason?.code).toBe('NOT_ROUTED');
});

test('lists the settings and the supervisor configuration in full; counts files of other kinds', async () => {
  const { report } = await imported();
  expect(line(report, 'settings', 'OmniChannel').unmodelled.map(({ path }) => path)).toEqual([
    'enableOmniAutoLoginPrompt',
    'enableOmniChannel',
    'enableOmniSkillsRouting',
  ]);
  expect(line(report, 'supervisorConfiguration', 'Harbour').unmodelled).toHaveLength(4);
  expect(report.otherFiles).toEqual([
    { kind: '.cls', count: 1 },
    { kind: '.settings', count: 1 },
  ]);
});

test('moves users from another configuration only when that is confirmed', async () => {
  const store = await openHub({ users: [wren] });
  const here = (capacity: number, name: string) =>
    folderWith({
      [`${name}.presenceUserConfig`]: metadata(
        'PresenceUserConfig',
        `<assignments><users><user>${wren}</user></users></assignments><capacity>${capacity}</capacity><label>${name}</label>`,
      ),
    });
  await apply(store, await salesforceAt(here(3, 'First')));
  const second = await salesforceAt(here(4, 'Second'));
  const move = { type: 'user', name: wren, from: 'First', to: 'Second' };
  const configurationOf = async () => {
    const directory = await store.read(readDirectory);
    return directory.configurations.get(directory.userByName(wren)!.presenceConfigurationId!)!.developerName;
  };

  const asked = await apply(store, second);
  expect(asked.moves).toEqual([{ ...move, confirmed: false }]);
  expect(codes(line(asked, 'presenceConfiguration', 'Second'))).toContain('MOVES');
  expect(await configurationOf()).toBe('First');
  expect(changing(await apply(store, second))).toEqual([]);

  const moved = await apply(store, second, { confirmMove: ({ name }) => name === wren });
  expect(moved.moves).toEqual([{ ...move, confirmed: true }]);
  expect(await configurationOf()).toBe('Second');
  const later = await apply(store, second, { confirmMove: () => true });
  expect(changing(later)).toEqual([]);
  expect(later.moves).toEqual([]);
});

test('leaves settings unchanged that a file does not mention', async () => {
  const settings = {
    ...defaultConfigurationSettings,
    agentAlias: 'Lamp team',
    soundSeconds: 7,
    oneAtATime: true,
    interruptibleCapacity: 3,
  };
  const directory = freshDirectory({
    configurations: [aConfiguration(settings)],
    users: [aUser()],
    statuses: [
      ...freshDirectory().statuses.values(),
      aStatus({ text: 'Away for lunch', description: 'Noon' }),
    ],
  });
  const planner = await salesforceAt(
    folderWith({
      'default_presence_config.presenceUserConfig': metadata(
        'PresenceUserConfig',
        '<capacity>9</capacity><label>Mine</label>',
      ),
      'Lunch.servicePresenceStatus': metadata('ServicePresenceStatus', '<label>Lunch</label>'),
    }),
  );
  const { report, changes } = planner(directory, { newId: () => 'new', confirmMove: () => false });
  expect(changes).toMatchObject([
    { after: { name: 'Mine', version: 2, settings: { ...settings, capacity: 9 } } },
  ]);
  expect(line(report, 'presenceConfiguration', 'default_presence_config').changes).toEqual([
    'name',
    'settings.capacity',
  ]);
  expect(line(report, 'presenceStatus', 'Lunch').action).toBe('unchanged');
});

test('uses the first file when a record appears twice', async () => {
  const store = await openHub();
  const label = (text: string) => metadata('PresenceDeclineReason', `<label>${text}</label>`);
  const source = folderWith({
    'force-app/Busy.presenceDeclineReason-meta.xml': label('First'),
    'src/busy.presenceDeclineReason': label('Second'),
  });
  const report = await plan(store, await salesforceAt(source));
  expect(line(report, 'declineReason', 'Busy').action).toBe('create');
  expect(line(report, 'declineReason', 'busy')).toMatchObject({
    action: 'skip',
    reason: { code: 'DUPLICATE', params: { file: 'force-app/Busy.presenceDeclineReason-meta.xml' } },
  });
});
