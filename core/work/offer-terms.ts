/** The terms of an offer, frozen when it is made: how long it waits, how it rings, whether it may be declined. */
import { LOST_AGENT_OFFER_TIMEOUT_MS } from '../defaults.ts';
import { channelKinds } from '../setup/channel-kinds.ts';
import type { ServiceChannel } from '../setup/channels-and-queues.ts';
import type { PresenceConfigurationSettings } from '../setup/presence-configuration.ts';
import type { SoundTerms } from '../snapshot.ts';
import type { ChannelKind } from '../vocabulary.ts';

/** When an offer times out; `null` = it waits without limit (push time-out 0). A call rings at most 20 s. SF. */
export function offerDeadline(given: {
  readonly offeredAt: number;
  readonly pushTimeOutSeconds: number;
  readonly kind: ChannelKind;
}): number | null {
  if (given.pushTimeOutSeconds === 0) return null;
  const most = channelKinds[given.kind].maxPushTimeOutSeconds ?? Infinity;
  return given.offeredAt + Math.min(given.pushTimeOutSeconds, most) * 1000;
}

/** An offer at an agent whose link is lost waits until its own deadline or 20 s, whichever is first. OQ. */
export const deadlineAtLostAgent = (deadline: number | null, lostAt: number): number =>
  Math.min(deadline ?? Infinity, lostAt + LOST_AGENT_OFFER_TIMEOUT_MS);

/** The sound of an offer; the channel overrides the presence configuration. SF. */
export function soundTermsFor(
  channel: Pick<ServiceChannel, 'sound'>,
  configuration: Pick<
    PresenceConfigurationSettings,
    'requestSound' | 'notificationSound' | 'soundSeconds' | 'soundAfterCustomerLeft'
  >,
): SoundTerms {
  const { requestSound, notificationSound, soundSeconds } = channel.sound ?? configuration;
  return {
    play: requestSound,
    sound: notificationSound,
    seconds: soundSeconds,
    afterCustomerLeft: configuration.soundAfterCustomerLeft,
  };
}

/** Whether requests of this channel are accepted automatically; the channel overrides the presence configuration. */
export const autoAccepts = (
  channel: Pick<ServiceChannel, 'autoAccept'>,
  configuration: Pick<PresenceConfigurationSettings, 'autoAccept'>,
): boolean => channel.autoAccept ?? configuration.autoAccept;

/** Whether an offer may be declined: never where requests are accepted automatically. */
export const canDecline = (
  channel: Pick<ServiceChannel, 'autoAccept'>,
  configuration: Pick<PresenceConfigurationSettings, 'autoAccept' | 'allowDecline'>,
): boolean => configuration.allowDecline && !autoAccepts(channel, configuration);

/** Whether this many consecutive misses change the status. OQ; Salesforce changes it after the first. */
export const missLimitReached = (
  consecutiveMisses: number,
  configuration: Pick<PresenceConfigurationSettings, 'missesBeforeStatusChanges'>,
): boolean => consecutiveMisses >= configuration.missesBeforeStatusChanges;
