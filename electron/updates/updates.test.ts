import { expect, test } from 'vitest';
import { QUIET_PERIOD_MS } from '#agent/updates.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { aSnapshot } from '#tests/support/snapshots.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import type { DownloadedUpdate } from './update-feed.ts';
import { Updates } from './updates.ts';

/** An installation whose agent is Offline, with a downloaded version. */
function installation(fetched: Partial<DownloadedUpdate> = {}) {
  const clock = new VirtualClock();
  const snapshot: AgentSnapshot = aSnapshot(clock.now());
  const seen = { onScreen: true, restarts: 0 };
  let arrives: (fetched: DownloadedUpdate) => void = () => undefined;
  const updates = new Updates({
    feed: {
      check: () => Promise.resolve(null),
      onFetched: (hear) => (arrives = hear),
      install: () => undefined,
    },
    clock,
    random: () => 0,
    channel: () => 'stable',
    facts: () => ({
      snapshot: {
        ...snapshot,
        presence: { ...snapshot.presence, effectiveBase: 'offline', since: clock.now() - 3_600_000 },
      },
      link: { state: 'connected', since: 0, retryAt: null },
      skew: 0,
    }),
    onScreen: () => seen.onScreen,
    fetched: () => undefined,
    restart: () => (seen.restarts += 1),
    failed: () => undefined,
  });
  updates.start();
  updates.follow();
  arrives({ version: '9.0.0', unasked: true, ...fetched });
  updates.follow();
  const show = (onScreen: boolean) => {
    seen.onScreen = onScreen;
    updates.follow();
  };
  return { clock, seen, show };
}

test('holds the version back while a window is visible, however long the agent is Offline', async () => {
  const { clock, seen } = installation();
  await clock.advance(10 * QUIET_PERIOD_MS);
  expect(seen.restarts).toBe(0);
});

test('installs two minutes after the last window has gone, counted again after each look', async () => {
  const { clock, seen, show } = installation();
  show(false);
  await clock.advance(QUIET_PERIOD_MS - 1);
  show(true);
  await clock.advance(1);
  show(false);
  await clock.advance(QUIET_PERIOD_MS - 1);
  expect(seen.restarts).toBe(0);
  await clock.advance(1);
  expect(seen.restarts).toBe(1);
});

test('never installs unasked what needs permission or has failed before', async () => {
  const { clock, seen, show } = installation({ unasked: false });
  show(false);
  await clock.advance(10 * QUIET_PERIOD_MS);
  expect(seen.restarts).toBe(0);
});
