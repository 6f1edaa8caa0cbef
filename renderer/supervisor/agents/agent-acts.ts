import type { FloorAgent } from '#core/supervision/floor.ts';

/** What can be done to one or many agents, in the order in which it is offered. */
export const agentActs = ['set-status', 'change-queues', 'end-wrap-up', 'sign-out'] as const;
export type AgentActKind = (typeof agentActs)[number];

/** Whether the act would change anything for one of them. */
export const hasEffect = (kind: AgentActKind, agents: readonly FloorAgent[]): boolean =>
  kind === 'sign-out'
    ? agents.some(({ signedIn }) => signedIn)
    : kind !== 'end-wrap-up' || agents.some(({ wrapUps }) => wrapUps > 0);
