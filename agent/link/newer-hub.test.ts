/** A newer hub sends more than this application knows; the known parts are read as usual. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AgentSnapshot } from '#core/snapshot.ts';
import { aNotice, anOffer, aSnapshot, aWrapUp, openWork } from '#tests/support/snapshots.ts';

const NOW = Date.UTC(2026, 0, 5, 9);

/** The same value with unknown fields added to some of its objects. */
function withMore(value: unknown, decide: () => boolean, more: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withMore(one, decide, more));
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).map(([key, inner]) => [
    key,
    // A map keyed by the hub's own values has no fields that could be new.
    key === 'params' || key === 'detail' || key === 'fields' ? inner : withMore(inner, decide, more),
  ]);
  return { ...Object.fromEntries(known), ...(decide() ? { fromANewerHub: more } : {}) };
}

test('ignores unknown fields of a newer hub anywhere in a snapshot', () => {
  const snapshot = aSnapshot(NOW, {
    offers: [anOffer(1, NOW)],
    work: [openWork(2, NOW)],
    wrapUps: [aWrapUp(3, NOW)],
    notices: [aNotice('missed-request', NOW)],
  });
  const plain = AgentSnapshot.parse(snapshot);
  fc.assert(
    fc.property(fc.infiniteStream(fc.boolean()), fc.jsonValue(), (choices, more) => {
      const given = withMore(snapshot, () => choices.next().value as boolean, more);
      expect(AgentSnapshot.parse(given)).toEqual(plain);
    }),
  );
});
