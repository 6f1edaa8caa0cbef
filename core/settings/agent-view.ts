/**
 * What an agent will see and hear under a set-up, each value with its source: a preview for the administrator. It uses
 * the same rules as the hub when it offers work.
 */
import { customerFacingName } from '../conversations/alias.ts';
import { presenceAtSignIn } from '../presence/effective.ts';
import { grantedStatuses } from '../presence/status-rules.ts';
import { effectiveDecline } from '../setup/decline-rules.ts';
import type { DeclineReason, Queue, ServiceChannel } from '../setup/channels-and-queues.ts';
import type { User, UserProfile } from '../setup/people.ts';
import type { PresenceConfiguration } from '../setup/presence-configuration.ts';
import type { PresenceStatus } from '../setup/presence-status.ts';
import type { SoundTerms } from '../snapshot.ts';
import { autoAccepts, canDecline, soundTermsFor } from '../work/offer-terms.ts';
import { wrapUpTerms, type WrapUpTerms } from '../work/wrap-up.ts';
import {
  type EffectiveSettings,
  explainSettings,
  type SettingSource,
  type Sourced,
} from './effective-settings.ts';

/** How work of one channel reaches the agent. The channel overrides the presence configuration. */
export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly autoAccept: Sourced<boolean>;
  readonly canDecline: boolean;
  readonly sound: Sourced<SoundTerms>;
  /** `null` = no wrap-up. */
  readonly wrapUp: Sourced<WrapUpTerms | null>;
}

export interface AgentView {
  readonly settings: EffectiveSettings;
  /** The configuration's own name. */
  readonly configurationName: string;
  /** The status menu, in its order. */
  readonly statuses: readonly PresenceStatus[];
  /** The status at the start of a working day; `null` only while the system statuses are missing. */
  readonly atSignIn: Sourced<PresenceStatus> | null;
  /** Labels in the administrator's order; empty when no reason is asked for. */
  readonly declineReasons: readonly string[];
  readonly channels: readonly ChannelView[];
  /** The name customers see for the agent. */
  readonly customersSee: string;
}

export interface SetUp {
  readonly statuses: readonly PresenceStatus[];
  readonly configurations: readonly PresenceConfiguration[];
  readonly declineReasons: readonly DeclineReason[];
  readonly channels: readonly ServiceChannel[];
  readonly queues: ReadonlyArray<Pick<Queue, 'id' | 'memberUserIds' | 'memberProfileIds'>>;
  readonly profiles: readonly UserProfile[];
}

export function agentView(user: User, setUp: SetUp): AgentView {
  const profile = setUp.profiles.find(({ id }) => id === user.profileId) ?? null;
  const explained = explainSettings({ ...setUp, user, profile });
  const { id, settings } = explained.configuration.value;
  const configurationName = setUp.configurations.find((one) => one.id === id)?.name ?? '';
  const fromConfiguration: SettingSource = { level: 'configuration', name: configurationName };

  const statuses = grantedStatuses({
    statuses: setUp.statuses,
    profileStatusIds: profile?.statusIds ?? [],
    userStatusIds: user.statusIds,
  });
  const allowed = new Set(explained.channels.map(({ value }) => value));
  const channels = setUp.channels.filter(
    (channel) => channel.active && (allowed.size === 0 || allowed.has(channel.id)),
  );
  const from = (channel: ServiceChannel, own: unknown): SettingSource =>
    own === null ? fromConfiguration : { level: 'channel', name: channel.name };
  return {
    settings: explained,
    configurationName,
    statuses,
    atSignIn: atSignIn(user, profile, setUp.statuses, statuses, explained),
    declineReasons: effectiveDecline(settings).declineReasonIds.flatMap((one) => {
      const reason = setUp.declineReasons.find((known) => known.id === one);
      return reason?.active ? [reason.label] : [];
    }),
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.name,
      autoAccept: { value: autoAccepts(channel, settings), source: from(channel, channel.autoAccept) },
      canDecline: canDecline(channel, settings),
      sound: { value: soundTermsFor(channel, settings), source: from(channel, channel.sound) },
      wrapUp: { value: wrapUpTerms(channel, settings), source: from(channel, channel.wrapUp) },
    })),
    customersSee: customerFacingName(user, settings.agentAlias),
  };
}

function atSignIn(
  user: User,
  profile: UserProfile | null,
  statuses: readonly PresenceStatus[],
  granted: readonly PresenceStatus[],
  { defaultStatusId }: EffectiveSettings,
): AgentView['atSignIn'] {
  if (!statuses.some((status) => status.system)) return null;
  const id = presenceAtSignIn({
    statuses,
    userDefaultId: user.defaultStatusId,
    profileDefaultId: profile?.defaultStatusId ?? null,
    lastChosenId: null,
    otherDeviceSignedIn: false,
    grantedIds: new Set(granted.map((status) => status.id)),
  });
  return { value: statuses.find((status) => status.id === id)!, source: defaultStatusId.source };
}
