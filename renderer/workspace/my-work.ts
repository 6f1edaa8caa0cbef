/** Open work and wrap-ups as one list, for the work list and the tabs. */
import type { AgentSnapshot, OpenWork, WrapUp } from '#core/snapshot.ts';

export type WorkEntry =
  | { readonly phase: 'open'; readonly work: OpenWork }
  | { readonly phase: 'wrap-up'; readonly work: WrapUp };

/** Everything of the agent that is not an offer: open first, then wrapping up, each in the hub's order. */
export const myWork = (snapshot: AgentSnapshot): readonly WorkEntry[] => [
  ...snapshot.work.map((work): WorkEntry => ({ phase: 'open', work })),
  ...snapshot.wrapUps.map((work): WorkEntry => ({ phase: 'wrap-up', work })),
];

export const findWork = (snapshot: AgentSnapshot, workItemId: string | null): WorkEntry | undefined =>
  myWork(snapshot).find(({ work }) => work.workItemId === workItemId);

export const hasConversation = (entry: WorkEntry): boolean =>
  entry.phase === 'open' ? entry.work.conversation !== null : entry.work.hasConversation;
