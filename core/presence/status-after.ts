/** The status that follows a declined or a missed request; it applies before the item is routed again. */
import { channelKinds } from '../setup/channel-kinds.ts';
import type { ServiceChannel } from '../setup/channels-and-queues.ts';
import type { PresenceConfigurationSettings } from '../setup/presence-configuration.ts';
import type { PresenceStatus } from '../setup/presence-status.ts';
import { missLimitReached } from '../work/offer-terms.ts';
import { fallbackStatus, resolveTarget } from './status-rules.ts';

/** After a decline: the configured status; without one, Offline for voice and no change for everything else. SF. */
export function statusAfterDecline(
  channel: Pick<ServiceChannel, 'kind'>,
  configuration: Pick<PresenceConfigurationSettings, 'statusOnDecline'>,
  statuses: readonly PresenceStatus[],
): PresenceStatus | null {
  return statusAfter(channel, configuration.statusOnDecline, statuses);
}

/** After a push time-out: as after a decline, once the configured number of requests in a row was missed. SF, OQ. */
export function statusAfterPushTimeOut(
  channel: Pick<ServiceChannel, 'kind'>,
  configuration: Pick<PresenceConfigurationSettings, 'statusOnPushTimeOut' | 'missesBeforeStatusChanges'>,
  statuses: readonly PresenceStatus[],
  /** This one included. */
  consecutiveMisses: number,
): PresenceStatus | null {
  if (!missLimitReached(consecutiveMisses, configuration)) return null;
  return statusAfter(channel, configuration.statusOnPushTimeOut, statuses);
}

function statusAfter(
  channel: Pick<ServiceChannel, 'kind'>,
  target: { readonly statusId: string } | null,
  statuses: readonly PresenceStatus[],
): PresenceStatus | null {
  const configured = resolveTarget(statuses, target?.statusId ?? null);
  if (configured) return configured;
  const { statusAfterRefusal } = channelKinds[channel.kind];
  return statusAfterRefusal && fallbackStatus(statuses, statusAfterRefusal);
}
