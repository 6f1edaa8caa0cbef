import { channelKinds } from '#core/setup/channel-kinds.ts';
import type { Queue } from '#core/setup/channels-and-queues.ts';
import { dangling, developerNameOf, truncatedName, resolveAll, type RecordNotes } from '../planning.ts';
import { type Remark, remark } from '../remarks.ts';
import type { SourceQueue } from './model.ts';
import type { Planning } from './planning-context.ts';

type PlanQueue = (source: SourceQueue, said: RecordNotes & { readonly warnings: Remark[] }) => void;

/** Queues first, then their overflow targets: a queue may name a later one. Members are added, never removed. */
export function planQueues(planning: Planning, each: (plan: PlanQueue) => void): void {
  const { draft, lines } = planning;
  const planned: Array<() => void> = [];
  each((source, said) => {
    const before = draft.queue.named(said.name);
    if (source.routing === null && !before) return lines.skip('queue', said, remark('NOT_ROUTED'));
    const queue = queueOf(source, said, before, planning);
    draft.queue.put(queue);
    planned.push(() => {
      const overflow = overflowOf(source, queue, said.warnings, planning);
      lines.add('queue', said, draft.queue.put({ ...queue, overflow }));
    });
  });
  for (const finish of planned) finish();
}

function queueOf(
  source: SourceQueue,
  { name, warnings }: RecordNotes & { readonly warnings: Remark[] },
  before: Queue | undefined,
  { draft }: Planning,
): Queue {
  const routing =
    source.routing === null
      ? undefined
      : draft.routingConfiguration.named(developerNameOf(source.routing, 'routing'));
  if (source.routing !== null && !routing) dangling('queueRoutingConfig', [source.routing], warnings);
  const keptRouting = source.routing === null ? null : (before?.routingConfigurationId ?? null);
  const limits = Object.values(channelKinds).flatMap(({ salesforceObject, maxPushTimeOutSeconds }) =>
    salesforceObject && source.objects.includes(salesforceObject) ? (maxPushTimeOutSeconds ?? []) : [],
  );
  const most = Math.min(...limits);
  if (routing && routing.pushTimeOutSeconds > most)
    warnings.push(
      remark('VOICE_PUSH_TIME_OUT', {
        most,
        value: routing.pushTimeOutSeconds,
      }),
    );
  const members = resolveAll('users', source.users, (user) => draft.user.named(user), warnings);
  const empty = {
    id: '',
    developerName: name,
    memberProfileIds: [],
    overflow: null,
    serviceLevelSeconds: null,
    texts: { welcome: '', waiting: '', nobody: '' },
    embedOrigins: [],
    outcomes: [],
    quickReplies: [],
    version: 1,
  };
  return {
    ...(before ?? { ...empty, id: draft.newId() }),
    name: truncatedName(source.label, before?.name ?? name, warnings),
    routingConfigurationId: routing?.id ?? keptRouting,
    memberUserIds: [...new Set([...(before?.memberUserIds ?? []), ...members])],
  };
}

/** In Salesforce the routing configuration defines where its queues overflow to. */
function overflowOf(
  source: SourceQueue,
  queue: Queue,
  warnings: Remark[],
  { draft, picture }: Planning,
): Queue['overflow'] {
  const wanted = source.routing?.toLowerCase();
  const routing = picture.routing.find(({ name }) => name.toLowerCase() === wanted);
  if (routing?.overflowQueue) {
    const to = draft.queue.named(developerNameOf(routing.overflowQueue, 'queue'));
    if (!to) dangling('queueOverflowAssignee', [routing.overflowQueue], warnings);
    else if (to.id !== queue.id) return { queueId: to.id };
  } else if (routing?.overflowUser) {
    const to = draft.user.named(routing.overflowUser);
    if (to) return { userId: to.id };
    dangling('userOverflowAssignee', [routing.overflowUser], warnings);
  }
  return queue.overflow;
}
