/**
 * Setup as a Salesforce DX project. Importing it here again changes nothing; what Salesforce cannot represent is listed
 * instead of being dropped silently.
 */
import { developerNameFrom } from '#core/presence/status-rules.ts';
import { channelKinds } from '#core/setup/channel-kinds.ts';
import type { Queue, RoutingConfiguration, ServiceChannel } from '#core/setup/channels-and-queues.ts';
import type { UserProfile } from '#core/setup/people.ts';
import type { PresenceConfiguration } from '#core/setup/presence-configuration.ts';
import type { PresenceStatus } from '#core/setup/presence-status.ts';
import type { Directory } from '../../directory/directory.ts';
import { switchElements } from '../import/salesforce/configuration-switches.ts';
import { sameMeaning } from '../import/salesforce/plan-status.ts';
import { type ExportPart, leftOut, type OmittedRecord } from './omitted-records.ts';
import { metadataFile, type XmlValue } from './xml.ts';

export interface SalesforceExport {
  /** Contents by path, with forward slashes. */
  readonly files: ReadonlyMap<string, string>;
  /** Setup that Salesforce's files cannot represent. */
  readonly leftOut: readonly OmittedRecord[];
}

const FOLDER = 'force-app/main/default';
/** The first API version whose metadata includes wrap-up time of presence configurations. */
const API_VERSION = '65.0';

export function exportSalesforce(directory: Directory): SalesforceExport {
  const files = new Map<string, string>();
  const left: OmittedRecord[] = [];
  const write = (
    folder: string,
    name: string,
    suffix: string,
    root: string,
    values: Record<string, XmlValue>,
  ) => files.set(`${FOLDER}/${folder}/${name}.${suffix}-meta.xml`, metadataFile(root, values));
  files.set('sfdx-project.json', projectFile);

  for (const channel of sorted(directory.channels))
    write(
      'serviceChannels',
      channel.developerName,
      'serviceChannel',
      'ServiceChannel',
      channelValues(channel),
    );
  for (const status of sorted(directory.statuses)) {
    if (status.system && !sameMeaning(status, status.channelIds.length > 0)) {
      if (status.channelIds.length > 0) left.push(leftOut('STATUS_CHANNELS', { name: status.name }));
      continue;
    }
    const values = { label: status.name, ...channelsOf(status, directory) };
    write(
      'servicePresenceStatuses',
      status.developerName,
      'servicePresenceStatus',
      'ServicePresenceStatus',
      values,
    );
    if (!status.active) left.push(leftOut('STATUS_INACTIVE', { name: status.name }));
  }
  for (const { label, developerName } of sorted(directory.declineReasons))
    write('presenceDeclineReasons', developerName, 'presenceDeclineReason', 'PresenceDeclineReason', {
      label,
    });
  for (const routing of sorted(directory.routing))
    write(
      'queueRoutingConfigs',
      routing.developerName,
      'queueRoutingConfig',
      'QueueRoutingConfig',
      routingValues(routing, directory),
    );
  for (const queue of sorted(directory.queues))
    write('queues', queue.developerName, 'queue', 'Queue', queueValues(queue, directory));
  for (const profile of sorted(directory.profiles))
    write(
      'profiles',
      encodedName(nameOfProfile(profile)),
      'profile',
      'Profile',
      profileValues(profile, directory),
    );
  for (const configuration of sorted(directory.configurations)) {
    const values = configurationValues(configuration, directory);
    write(
      'presenceUserConfigs',
      configuration.developerName,
      'presenceUserConfig',
      'PresenceUserConfig',
      values,
    );
    const parts = unsaidOf(configuration);
    if (parts.length > 0) left.push(leftOut('CONFIGURATION', { name: configuration.name, parts }));
  }
  const users = [...directory.users.values()].filter((user) => user.statusIds.length > 0);
  if (users.length > 0)
    left.push(leftOut('STATUSES_OF_USERS', { names: users.map(({ username }) => username) }));
  return { files, leftOut: left };
}

const projectFile = `${JSON.stringify(
  { packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: API_VERSION },
  null,
  2,
)}\n`;

const sorted = <T extends { readonly developerName: string }>(records: ReadonlyMap<string, T>): T[] =>
  [...records.values()].sort((a, b) => (a.developerName < b.developerName ? -1 : 1));

function channelsOf(status: PresenceStatus, { channels }: Directory): Record<string, XmlValue> {
  const channel = status.channelIds.flatMap((id) => channels.get(id)?.developerName ?? []).sort();
  return channel.length === 0 ? {} : { channels: { channel } };
}

function channelValues(channel: ServiceChannel): Record<string, XmlValue> {
  const { wrapUp, secondaryPriority } = channel;
  return {
    label: channel.name,
    // The object name of a custom channel is not stored; the user who deploys the file has to fill it in.
    relatedEntityType: channelKinds[channel.kind].salesforceObject,
    isInterruptible: channel.pool === 'interruptible',
    hasAutoAcceptEnabled: channel.autoAccept === true,
    doesMinimizeWidgetOnAccept: channel.minimiseWidgetOnAccept,
    hasAfterConvoWorkTimer: wrapUp !== null,
    afterConvoWorkMaxTime: wrapUp?.wrapUpSeconds ?? null,
    hasAcwExtensionEnabled: wrapUp?.extensionSeconds ? true : null,
    acwExtensionDuration: wrapUp?.extensionSeconds ?? null,
    maxExtensions: wrapUp?.maxExtensions ?? null,
    secondaryRoutingPriorityField: secondaryPriority?.field ?? null,
    serviceChannelFieldPriorities: (secondaryPriority?.values ?? []).map(({ priority, value }) => ({
      priority,
      value,
    })),
  };
}

function routingValues(routing: RoutingConfiguration, directory: Directory): Record<string, XmlValue> {
  const models = {
    'least-active': 'LEAST_ACTIVE',
    'most-available': 'MOST_AVAILABLE',
    external: 'EXTERNAL_ROUTING',
  };
  const types = {
    inherited: 'INHERITED',
    interruptible: 'INTERRUPTIBLE',
    'not-interruptible': 'NOT_INTERRUPTIBLE',
  };
  const overflow = commonOverflow(routing, directory);
  return {
    label: routing.name,
    routingModel: models[routing.model],
    routingPriority: routing.priority,
    capacityType: types[routing.capacityType],
    isAttributeBased: false,
    pushTimeout: routing.pushTimeOutSeconds,
    ...('units' in routing.size
      ? { capacityWeight: decimal(routing.size.units) }
      : { capacityPercentage: decimal(routing.size.percent) }),
    queueOverflowAssignee:
      overflow && 'queueId' in overflow
        ? (directory.queues.get(overflow.queueId)?.developerName ?? null)
        : null,
    userOverflowAssignee:
      overflow && 'userId' in overflow ? (directory.users.get(overflow.userId)?.username ?? null) : null,
  };
}

/** Thousandths in Salesforce's format for doubles. */
const decimal = (thousandths: number): string =>
  Number.isInteger(thousandths / 1000) ? `${thousandths / 1000}.0` : String(thousandths / 1000);

/** In Salesforce overflow belongs to the routing configuration, so all its queues must agree on one. */
function commonOverflow(routing: RoutingConfiguration, { queues }: Directory): Queue['overflow'] {
  const own = [...queues.values()].filter(
    ({ routingConfigurationId }) => routingConfigurationId === routing.id,
  );
  const [first] = own;
  const same = own.every(({ overflow }) => JSON.stringify(overflow) === JSON.stringify(first?.overflow));
  return first && same ? first.overflow : null;
}

function queueValues(queue: Queue, { routing, users }: Directory): Record<string, XmlValue> {
  const user = queue.memberUserIds.flatMap((id) => users.get(id)?.username ?? []);
  return {
    name: queue.name,
    doesSendEmailToMembers: false,
    queueRoutingConfig: routing.get(queue.routingConfigurationId ?? '')?.developerName ?? null,
    queueMembers: user.length === 0 ? null : { users: { user } },
  };
}

function profileValues(profile: UserProfile, { statuses }: Directory): Record<string, XmlValue> {
  return {
    servicePresenceStatusAccesses: profile.statusIds
      .flatMap((id) => statuses.get(id)?.developerName ?? [])
      .sort()
      .map((servicePresenceStatus) => ({ enabled: true, servicePresenceStatus })),
  };
}

/** The name in Salesforce, provided that it maps back to the developer name. */
const nameOfProfile = ({ name, developerName }: UserProfile): string =>
  developerNameFrom(name, 'profile') === developerName ? name : developerName;

/** Salesforce escapes these characters of a file name as %xx. */
const encodedName = (name: string): string =>
  name.replace(/[^\p{L}\p{N} _-]/gu, (char) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

function configurationValues(
  { id, name, settings }: PresenceConfiguration,
  { statuses, declineReasons, users, profiles }: Directory,
): Record<string, XmlValue> {
  const status = (to: { readonly statusId: string } | null) =>
    to === null ? null : (statuses.get(to.statusId)?.developerName ?? null);
  const assigned = <T extends { readonly presenceConfigurationId: string | null }>(
    all: ReadonlyMap<string, T>,
  ) => [...all.values()].filter(({ presenceConfigurationId }) => presenceConfigurationId === id);
  const user = assigned(users)
    .map(({ username }) => username)
    .sort();
  const profile = assigned(profiles).map(nameOfProfile).sort();
  const assignments = {
    ...(profile.length > 0 ? { profiles: { profile } } : {}),
    ...(user.length > 0 ? { users: { user } } : {}),
  };
  return {
    label: name,
    assignments: user.length + profile.length > 0 ? assignments : null,
    capacity: settings.capacity,
    interruptibleCapacity: settings.interruptibleCapacity,
    ...switchElements(settings),
    declineReasons: settings.declineReasonIds.flatMap((one) => declineReasons.get(one)?.developerName ?? []),
    presenceStatusOnDecline: status(settings.statusOnDecline),
    presenceStatusOnPushTimeout: status(settings.statusOnPushTimeOut),
    hasAfterConvoWorkTimer: settings.wrapUp,
    afterConvoWorkMaxTime: settings.wrapUpSeconds,
    hasAcwExtensionEnabled: settings.wrapUp ? settings.extend : null,
    acwExtensionDuration: settings.extensionSeconds,
    maxExtensions: settings.maxExtensions,
    userDisplayName: settings.agentAlias || null,
  };
}

/** Settings that differ from their default and that no Salesforce element represents. */
function unsaidOf({ settings }: PresenceConfiguration): ExportPart[] {
  const all = (destinations: PresenceConfiguration['settings']['voiceDestinations']) =>
    destinations.profiles === 'all' && destinations.queues === 'all';
  const unsaid: Readonly<Record<ExportPart, boolean>> = {
    sound: settings.notificationSound !== 'default',
    destinations: !(all(settings.messagingDestinations) && all(settings.voiceDestinations)),
    automaticPresence: settings.automaticPresence,
    oneAtATime: settings.oneAtATime,
    misses: settings.missesBeforeStatusChanges > 1,
    absence: settings.idle.enabled || settings.lock.enabled || settings.suspend.enabled,
    readAlong: settings.announceReadAlong,
    wrapUpHold: settings.wrapUpHold !== 'always',
  };
  return (Object.keys(unsaid) as ExportPart[]).filter((part) => unsaid[part]);
}
