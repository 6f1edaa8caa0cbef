/** Transfer destinations of an agent. Salesforce; flows are kept on import and are never a destination here. */
import { channelKinds } from '../setup/channel-kinds.ts';
import type { Destinations, PresenceConfigurationSettings } from '../setup/presence-configuration.ts';
import type { ChannelKind } from '../vocabulary.ts';

type Allows = Pick<PresenceConfigurationSettings, 'messagingDestinations' | 'voiceDestinations'>;

export interface Places<Queue, Profile, Agent> {
  readonly queues: readonly Queue[];
  readonly profiles: readonly Profile[];
  readonly agents: readonly Agent[];
}

/** A transfer destination; an agent is allowed through the agent's profile. */
export type Destination =
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'profile'; readonly profileId: string }
  | { readonly kind: 'agent'; readonly agentId: string; readonly profileId: string | null };

/** Calls have their own list; all other kinds use the one for messaging. An empty selection allows everything. */
function destinationsFor(configuration: Allows, kind: ChannelKind): Destinations {
  const chosen = configuration[channelKinds[kind].destinations];
  const nothing = chosen.profiles.length === 0 && chosen.queues.length === 0 && chosen.flows.length === 0;
  return nothing ? { ...chosen, profiles: 'all', queues: 'all' } : chosen;
}

const allows = (allowed: 'all' | readonly string[], id: string | null): boolean =>
  allowed === 'all' || (id !== null && allowed.includes(id));

export function isAllowedDestination(
  configuration: Allows,
  channelKind: ChannelKind,
  to: Destination,
): boolean {
  const { queues, profiles } = destinationsFor(configuration, channelKind);
  return to.kind === 'queue' ? allows(queues, to.queueId) : allows(profiles, to.profileId);
}

/** The destinations that an agent under this configuration may choose. */
export function allowedDestinations<
  Queue extends { readonly id: string },
  Profile extends { readonly id: string },
  Agent extends { readonly profileId: string | null },
>(
  configuration: Allows,
  channelKind: ChannelKind,
  places: Places<Queue, Profile, Agent>,
): { queues: Queue[]; profiles: Profile[]; agents: Agent[] } {
  const { queues, profiles } = destinationsFor(configuration, channelKind);
  return {
    queues: places.queues.filter(({ id }) => allows(queues, id)),
    profiles: places.profiles.filter(({ id }) => allows(profiles, id)),
    agents: places.agents.filter(({ profileId }) => allows(profiles, profileId)),
  };
}
