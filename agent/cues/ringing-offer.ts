/** Selects the offer that rings. All offers ring as one: with the sound of the oldest that still has time to sound. */
import type { AgentSnapshot, SoundTerms } from '#core/snapshot.ts';

export interface RingingOffer {
  readonly agentWorkId: string;
  readonly sound: SoundTerms;
  /** By the hub's clock. */
  readonly until: number;
}

/**
 * The oldest offer that rings at `hubNow`, or `null`. A ring ends when its sound length or its time to answer is over,
 * whichever comes first. An offer that has ended does not ring, unless its customer left and its terms allow it (SF).
 */
export function ringingOffer(snapshot: AgentSnapshot, hubNow: number): RingingOffer | null {
  const over = snapshot.soundingOn.filter(({ sound }) => sound.afterCustomerLeft);
  const candidates = [...snapshot.offers, ...over.map((gone) => ({ ...gone, deadline: null }))];
  const ringing = candidates
    .filter(({ sound }) => sound.play)
    .map(({ agentWorkId, sound, offeredAt, deadline }) => ({
      agentWorkId,
      sound,
      offeredAt,
      until: Math.min(offeredAt + sound.seconds * 1_000, deadline ?? Infinity),
    }))
    .filter(({ until }) => until > hubNow)
    .sort((a, b) => a.offeredAt - b.offeredAt);
  return ringing[0] ?? null;
}
