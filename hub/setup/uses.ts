/** What uses a record of Setup: asked before it is deactivated or removed. */
import type { SetupNoun, Use } from '#core/contract/setup.ts';
import type { Destinations } from '#core/setup/presence-configuration.ts';
import type { Directory } from '../directory/directory.ts';

const lists = (allowed: Destinations['queues'], id: string) => allowed !== 'all' && allowed.includes(id);

export function usesOf(directory: Directory, noun: SetupNoun, id: string): Use[] {
  const uses: Use[] = [];
  const add = (used: SetupNoun, record: { readonly id: string; readonly name: string }, as: string) =>
    uses.push({ noun: used, id: record.id, name: record.name, as });

  for (const status of directory.statuses.values())
    if (noun === 'channel' && status.channelIds.includes(id)) add('status', status, 'channel');
  for (const configuration of directory.configurations.values()) {
    const { settings } = configuration;
    if (noun === 'decline-reason' && settings.declineReasonIds.includes(id))
      add('configuration', configuration, 'decline-reason');
    if (noun === 'status') {
      const targets = {
        decline: settings.statusOnDecline?.statusId,
        'push-time-out': settings.statusOnPushTimeOut?.statusId,
        idle: settings.idle.statusId,
        lock: settings.lock.statusId,
        suspend: settings.suspend.statusId,
      };
      for (const [as, target] of Object.entries(targets))
        if (target === id) add('configuration', configuration, as);
    }
    for (const destinations of [settings.messagingDestinations, settings.voiceDestinations]) {
      if (noun === 'queue' && lists(destinations.queues, id))
        add('configuration', configuration, 'destination');
      if (noun === 'profile' && lists(destinations.profiles, id))
        add('configuration', configuration, 'destination');
    }
  }
  for (const queue of directory.queues.values()) {
    if (noun === 'routing' && queue.routingConfigurationId === id) add('queue', queue, 'routing');
    if (noun === 'user' && queue.memberUserIds.includes(id)) add('queue', queue, 'member');
    if (noun === 'profile' && queue.memberProfileIds.includes(id)) add('queue', queue, 'member');
    if (noun === 'queue' && queue.overflow && 'queueId' in queue.overflow && queue.overflow.queueId === id)
      add('queue', queue, 'overflow');
    if (noun === 'user' && queue.overflow && 'userId' in queue.overflow && queue.overflow.userId === id)
      add('queue', queue, 'overflow');
  }
  for (const [used, records] of [
    ['profile', directory.profiles.values()],
    ['user', directory.users.values()],
  ] as const)
    for (const record of records) {
      if (noun === 'status' && record.defaultStatusId === id) add(used, record, 'default');
      if (noun === 'status' && record.statusIds.includes(id)) add(used, record, 'granted');
      if (noun === 'channel' && record.channelIds.includes(id)) add(used, record, 'channel');
      if (noun === 'configuration' && record.presenceConfigurationId === id) add(used, record, 'assigned');
      if (noun === 'profile' && 'profileId' in record && record.profileId === id)
        add(used, record, 'profile');
    }
  for (const user of directory.users.values()) {
    if (noun === 'queue' && user.supervises?.queueIds.includes(id)) add('user', user, 'supervised');
    if (noun === 'profile' && user.supervises?.profileIds.includes(id)) add('user', user, 'supervised');
  }
  return uses;
}
