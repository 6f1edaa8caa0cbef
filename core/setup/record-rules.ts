/**
 * How the fields of channels, routing configurations, queues, profiles and users constrain each other, beyond the
 * schema. Checked in the form and by the hub; the sentences are in i18n under `validation.CODE`. Presence
 * configurations have their own rules in `presence-configuration-rules.ts`.
 */
import { EXTENSION_SECONDS, WRAP_UP_SECONDS } from '../defaults.ts';
import { channelKinds } from './channel-kinds.ts';
import type { Queue, RoutingConfiguration, ServiceChannel } from './channels-and-queues.ts';
import type { User, UserProfile } from './people.ts';
import type { PresenceStatus } from './presence-status.ts';

export const recordCodes = [
  'CHAT_IS_PRIMARY',
  'EXTENSION_INCOMPLETE',
  'POP_UP_ADDRESS',
  'VALUE_TWICE',
  'OVERFLOW_TO_ITSELF',
  'RECORD_UNKNOWN',
  'RANGE',
  'VOICE_RINGS_SHORTER',
  'EXTERNAL_NOT_ROUTED',
  'STATUS_INACTIVE_FALLS_BACK',
  'STATUS_NOT_GRANTED',
] as const;
type RecordCode = (typeof recordCodes)[number];

interface RecordIssue {
  /** Path of the field, as forms name it: `wrapUp.maxExtensions`. */
  readonly path: string;
  readonly code: RecordCode;
  readonly params: Readonly<Record<string, string | number>>;
}
/** `issues` block saving; `warnings` do not. */
export interface Verdict {
  readonly issues: RecordIssue[];
  readonly warnings: RecordIssue[];
}

type Given<Record> = Omit<Record, 'id' | 'version'>;
type Ids = readonly { readonly id: string }[];

/** What a record may refer to. */
export interface RecordContext {
  readonly statuses: ReadonlyArray<Pick<PresenceStatus, 'id' | 'text' | 'active'>>;
  readonly configurations: Ids;
  readonly channels: ReadonlyArray<Pick<ServiceChannel, 'id' | 'kind' | 'active'>>;
  readonly routing: Ids;
  readonly queues: Ids;
  readonly profiles: ReadonlyArray<Pick<UserProfile, 'id' | 'statusIds' | 'defaultStatusId'>>;
  readonly users: Ids;
}

/** Collects a verdict. */
class Judge implements Verdict {
  readonly issues: RecordIssue[] = [];
  readonly warnings: RecordIssue[] = [];

  wrong(path: string, code: RecordCode, params: RecordIssue['params'] = {}): void {
    this.issues.push({ path, code, params });
  }
  mark(path: string, code: RecordCode, params: RecordIssue['params'] = {}): void {
    this.warnings.push({ path, code, params });
  }
  /** Every referenced record exists. */
  known(path: string, ids: ReadonlyArray<string | null>, among: Ids): void {
    const there = new Set(among.map(({ id }) => id));
    if (ids.some((id) => id !== null && !there.has(id))) this.wrong(path, 'RECORD_UNKNOWN');
  }
}

/** Extensions need both a duration and a number, or neither. */
function checkExtension(
  judge: Judge,
  { extensionSeconds, maxExtensions }: NonNullable<ServiceChannel['wrapUp']>,
) {
  if (extensionSeconds === null && maxExtensions !== null)
    judge.wrong('wrapUp.extensionSeconds', 'EXTENSION_INCOMPLETE');
  if (extensionSeconds !== null && maxExtensions === null)
    judge.wrong('wrapUp.maxExtensions', 'EXTENSION_INCOMPLETE');
  if (extensionSeconds !== null && extensionSeconds < EXTENSION_SECONDS.least) {
    const { least, most } = EXTENSION_SECONDS;
    judge.wrong('wrapUp.extensionSeconds', 'RANGE', { least, most });
  }
}

export function checkChannel(channel: Given<ServiceChannel>): Verdict {
  const judge = new Judge();
  // SF: live chat always takes primary capacity.
  if (channel.pool !== (channelKinds[channel.kind].fixedPool ?? channel.pool))
    judge.wrong('pool', 'CHAT_IS_PRIMARY');
  if (channel.wrapUp) {
    const { least, most } = WRAP_UP_SECONDS;
    if (channel.wrapUp.wrapUpSeconds < least) judge.wrong('wrapUp.wrapUpSeconds', 'RANGE', { least, most });
    checkExtension(judge, channel.wrapUp);
  }
  if (channel.popUpUrl !== null && !/^https?:\/\//.test(channel.popUpUrl))
    judge.wrong('popUpUrl', 'POP_UP_ADDRESS');
  const twice = firstTwice(channel.secondaryPriority?.values.map(({ value }) => value) ?? []);
  if (twice !== null) judge.wrong('secondaryPriority.values', 'VALUE_TWICE', { value: twice });
  return judge;
}

export function checkRouting(
  routing: Given<RoutingConfiguration>,
  { channels }: Pick<RecordContext, 'channels'>,
): Verdict {
  const judge = new Judge();
  const limits = channels.flatMap(
    ({ kind, active }) => (active && channelKinds[kind].maxPushTimeOutSeconds) || [],
  );
  const most = Math.min(...limits);
  const { pushTimeOutSeconds } = routing;
  // SF: inbound voice rings at most 20 s. A routing configuration serves any channel, so this is a warning, not an
  // error.
  if (pushTimeOutSeconds > most) judge.mark('pushTimeOutSeconds', 'VOICE_RINGS_SHORTER', { most });
  if (routing.model === 'external') judge.mark('model', 'EXTERNAL_NOT_ROUTED');
  return judge;
}

/** `id` = the queue's own, once it has one. */
export function checkQueue(queue: Given<Queue>, around: RecordContext, id: string | null): Verdict {
  const judge = new Judge();
  judge.known('routingConfigurationId', [queue.routingConfigurationId], around.routing);
  judge.known('memberUserIds', queue.memberUserIds, around.users);
  judge.known('memberProfileIds', queue.memberProfileIds, around.profiles);
  if (queue.overflow && 'queueId' in queue.overflow) {
    if (queue.overflow.queueId === id) judge.wrong('overflow.queueId', 'OVERFLOW_TO_ITSELF');
    judge.known('overflow.queueId', [queue.overflow.queueId], around.queues);
  }
  if (queue.overflow && 'userId' in queue.overflow)
    judge.known('overflow.userId', [queue.overflow.userId], around.users);
  const outcome = firstTwice(queue.outcomes);
  if (outcome !== null) judge.wrong('outcomes', 'VALUE_TWICE', { value: outcome });
  const key = firstTwice(queue.quickReplies.map((reply) => reply.key));
  if (key !== null) judge.wrong('quickReplies', 'VALUE_TWICE', { value: key });
  return judge;
}

type Person = Pick<UserProfile, 'defaultStatusId' | 'presenceConfigurationId' | 'channelIds' | 'statusIds'>;

function checkProperties(judge: Judge, person: Person, granted: readonly string[], around: RecordContext) {
  judge.known('defaultStatusId', [person.defaultStatusId], around.statuses);
  judge.known('presenceConfigurationId', [person.presenceConfigurationId], around.configurations);
  judge.known('channelIds', person.channelIds, around.channels);
  judge.known('statusIds', person.statusIds, around.statuses);
  const status = around.statuses.find(({ id }) => id === person.defaultStatusId);
  if (!status) return;
  if (!status.active) judge.mark('defaultStatusId', 'STATUS_INACTIVE_FALLS_BACK', { status: status.text });
  else if (!granted.includes(status.id))
    judge.mark('defaultStatusId', 'STATUS_NOT_GRANTED', { status: status.text });
}

export function checkProfile(profile: Given<UserProfile>, around: RecordContext): Verdict {
  const judge = new Judge();
  checkProperties(judge, profile, profile.statusIds, around);
  return judge;
}

export function checkUser(user: Given<User>, around: RecordContext): Verdict {
  const judge = new Judge();
  judge.known('profileId', [user.profileId], around.profiles);
  judge.known('supervises.queueIds', user.supervises?.queueIds ?? [], around.queues);
  judge.known('supervises.profileIds', user.supervises?.profileIds ?? [], around.profiles);
  const profile = around.profiles.find(({ id }) => id === user.profileId);
  checkProperties(judge, user, [...user.statusIds, ...(profile?.statusIds ?? [])], around);
  return judge;
}

/** The first text that occurs a second time, case-insensitively; `null` = none. */
function firstTwice(texts: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const text of texts) {
    const key = text.trim().toLocaleLowerCase('en');
    if (seen.has(key)) return text;
    seen.add(key);
  }
  return null;
}
