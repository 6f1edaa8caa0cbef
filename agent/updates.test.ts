import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LinkView } from '#core/contract/bridge.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { anOffer, aSnapshot, aWrapUp, openWork } from '#tests/support/snapshots.ts';
import { QUIET_PERIOD_MS, restartsByItselfAt, restartWaitsFor } from './updates.ts';

const link = (state: LinkView['state']): LinkView => ({ state, since: 0, retryAt: null });
const facts = (snapshot: AgentSnapshot | null, state: LinkView['state'] = 'connected') => ({
  snapshot,
  link: link(state),
  skew: 0,
});
const offlineSince = (since: number, patch: Partial<AgentSnapshot> = {}): AgentSnapshot => {
  const snapshot = aSnapshot(0, patch);
  return { ...snapshot, presence: { ...snapshot.presence, effectiveBase: 'offline', since } };
};

test('names the work closest to a customer first: an offer, open work, a wrap-up', () => {
  const busy = { offers: [anOffer(1, 0)], work: [openWork(2, 0)], wrapUps: [aWrapUp(3, 0)] };
  expect(restartWaitsFor(facts(aSnapshot(0, busy)))).toBe('offer');
  expect(restartWaitsFor(facts(aSnapshot(0, { ...busy, offers: [] })))).toBe('work');
  expect(restartWaitsFor(facts(aSnapshot(0, { wrapUps: busy.wrapUps })))).toBe('wrap-up');
  expect(restartWaitsFor(facts(aSnapshot(0)))).toBeNull();
});

test('does not permit an update based on what was known before a cut', () => {
  expect(restartWaitsFor(facts(aSnapshot(0), 'lost'))).toBe('link');
  expect(restartWaitsFor(facts(aSnapshot(0), 'reconnecting'))).toBe('link');
});

test('updates without asking only after a while Offline with no window visible', () => {
  const at = (snapshot: AgentSnapshot | null, unseenSince: number | null = 0) =>
    restartsByItselfAt({ ...facts(snapshot), unseenSince });
  expect(at(aSnapshot(0))).toBeNull();
  expect(at(offlineSince(450_000))).toBe(450_000 + QUIET_PERIOD_MS);
  expect(at(offlineSince(450_000), null)).toBeNull();
  expect(at(null, null)).toBeNull();
});

test('requires both being Offline and being out of sight to have lasted', () => {
  const at = (snapshot: AgentSnapshot | null) =>
    restartsByItselfAt({ ...facts(snapshot), unseenSince: 500_000 });
  expect(at(offlineSince(10_000))).toBe(500_000 + QUIET_PERIOD_MS);
  expect(at(offlineSince(600_000))).toBe(600_000 + QUIET_PERIOD_MS);
  expect(at(null)).toBe(500_000 + QUIET_PERIOD_MS);
});

test('measures the time Offline by the hub’s clock, not by this machine’s', () => {
  const snapshot = offlineSince(10_000_000);
  const skewed = { ...facts(snapshot), skew: 9_000_000, unseenSince: 0 };
  expect(restartsByItselfAt(skewed)).toBe(1_000_000 + QUIET_PERIOD_MS);
});

test('never interrupts work or a user who may be looking', () => {
  const some = <T>(make: (index: number) => T) =>
    fc.integer({ min: 0, max: 2 }).map((n) => [...Array(n).keys()].map(make));
  const instant = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(
      some((index) => anOffer(index, 0)),
      some((index) => openWork(index + 10, 0)),
      some((index) => aWrapUp(index + 20, 0)),
      fc.constantFrom<LinkView['state']>(
        'off',
        'connecting',
        'connected',
        'unsteady',
        'reconnecting',
        'lost',
      ),
      instant,
      fc.option(instant),
      fc.boolean(),
      (offers, work, wrapUps, state, since, unseenSince, known) => {
        const snapshot = known ? offlineSince(since, { offers, work, wrapUps }) : null;
        const at = restartsByItselfAt({ ...facts(snapshot, state), unseenSince });
        const busy = known && offers.length + work.length + wrapUps.length > 0;
        if (unseenSince === null || busy) expect(at).toBeNull();
        else if (at !== null)
          expect(at).toBeGreaterThanOrEqual(Math.max(unseenSince, known ? since : 0) + QUIET_PERIOD_MS);
      },
    ),
  );
});
