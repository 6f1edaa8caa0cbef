import type { FloorAgent } from '#core/supervision/floor.ts';

/** The actions on one or many agents, in the order of the menus. */
export const agentActs = ['set-status', 'change-queues', 'end-wrap-up', 'sign-out'] as const;
export type AgentActKind = (typeof agentActs)[number];

/** Whether the action would change anything for one of them. */
export const hasEffect = (kind: AgentActKind, agents: readonly FloorAgent[]): boolean =>
  kind === 'sign-out'
    ? agents.some(({ signedIn }) => signedIn)
    : kind !== 'end-wrap-up' || agents.some(({ wrapUps }) => wrapUps > 0);
