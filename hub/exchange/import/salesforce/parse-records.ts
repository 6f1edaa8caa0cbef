/** Parses one metadata file into one typed record. Meaning of the elements: Salesforce Metadata API. */
import { decodeName } from '../planning.ts';
import { readSwitches } from './configuration-switches.ts';
import type { ElementReader } from './element-reader.ts';
import type {
  Origin,
  SourceChannel,
  SourceConfiguration,
  SourceGrants,
  SourceOther,
  SourceQueue,
  SourceReason,
  SourceRouting,
  SourceStatus,
} from './model.ts';

type Parsed<T extends Origin> = Omit<T, keyof Origin>;

/** Wrap-up elements, the same on configurations and on channels; the field docs and the schema differ in one name. */
const wrapUpOf = (read: ElementReader) => ({
  wrapUp: read.flag('hasAfterConvoWorkTimer'),
  wrapUpSeconds: read.whole('afterConvoWorkMaxTime') ?? read.whole('afterConvoMaxTime'),
  extend: read.flag('hasAcwExtensionEnabled'),
  extensionSeconds: read.whole('acwExtensionDuration'),
  maxExtensions: read.whole('maxExtensions'),
});

export function parseConfiguration(read: ElementReader): Parsed<SourceConfiguration> {
  const assignments = read.inside('assignments');
  return {
    label: read.text('label'),
    capacity: read.whole('capacity'),
    interruptibleCapacity: read.whole('interruptibleCapacity'),
    ...readSwitches(read),
    declineReasons: read.texts('declineReasons'),
    statusOnDecline: read.text('presenceStatusOnDecline'),
    statusOnPushTimeOut: read.text('presenceStatusOnPushTimeout'),
    ...wrapUpOf(read),
    agentAlias: read.text('userDisplayName'),
    users: assignments.flatMap((one) => one.inside('users').flatMap((users) => users.texts('user'))),
    profiles: assignments.flatMap((one) =>
      one.inside('profiles').flatMap((profiles) => profiles.texts('profile').map(decodeName)),
    ),
  };
}

export const parseStatus = (read: ElementReader): Parsed<SourceStatus> => ({
  label: read.text('label'),
  channels: read.inside('channels').flatMap((channels) => channels.texts('channel')),
});

export const parseReason = (read: ElementReader): Parsed<SourceReason> => ({ label: read.text('label') });

export const parseChannel = (read: ElementReader): Parsed<SourceChannel> => ({
  label: read.text('label'),
  object: read.text('relatedEntityType'),
  interruptible: read.flag('isInterruptible'),
  autoAccept: read.flag('hasAutoAcceptEnabled'),
  minimise: read.flag('doesMinimizeWidgetOnAccept'),
  ...wrapUpOf(read),
  priorityField: read.text('secondaryRoutingPriorityField'),
  priorities: read.inside('serviceChannelFieldPriorities').flatMap((row) => {
    const value = row.text('value');
    const priority = row.whole('priority');
    return value === null || priority === null ? [] : [{ value, priority }];
  }),
});

export function parseRouting(read: ElementReader): Parsed<SourceRouting> {
  read.expect('isAttributeBased', 'false');
  return {
    label: read.text('label'),
    priority: read.whole('routingPriority'),
    model: read.oneOf('routingModel', {
      LEAST_ACTIVE: 'least-active',
      MOST_AVAILABLE: 'most-available',
      EXTERNAL_ROUTING: 'external',
    }),
    units: read.thousandths('capacityWeight'),
    percent: read.thousandths('capacityPercentage'),
    pushTimeOutSeconds: read.whole('pushTimeout'),
    capacityType: read.oneOf('capacityType', {
      INHERITED: 'inherited',
      INTERRUPTIBLE: 'interruptible',
      NOT_INTERRUPTIBLE: 'not-interruptible',
      'NOT INTERRUPTIBLE': 'not-interruptible',
    }),
    overflowQueue: read.text('queueOverflowAssignee'),
    overflowUser: read.text('userOverflowAssignee'),
  };
}

export function parseQueue(read: ElementReader): Parsed<SourceQueue> {
  read.expect('doesSendEmailToMembers', 'false');
  read.expect('doesIncludeBosses', 'false');
  return {
    label: read.text('name'),
    routing: read.text('queueRoutingConfig'),
    users: read
      .inside('queueMembers')
      .flatMap((members) => members.inside('users').flatMap((users) => users.texts('user'))),
    // The objects serve to warn about calls that ring too long; they stay listed, since queues here take any work.
    objects: read.element.children
      .filter(({ name }) => name === 'queueSobject')
      .flatMap(({ children }) => children.map(({ text }) => text.trim())),
  };
}

export const parseGrants =
  (kind: SourceGrants['kind']) =>
  (read: ElementReader): Parsed<SourceGrants> => ({
    kind,
    label: read.text('label'),
    statuses: read.inside('servicePresenceStatusAccesses').flatMap((access) => {
      const status = access.text('servicePresenceStatus');
      const enabled = access.flag('enabled');
      return status === null || enabled === null ? [] : [{ status, enabled }];
    }),
  });

export const parseOther = (type: SourceOther['type']) => (): Parsed<SourceOther> => ({ type });
