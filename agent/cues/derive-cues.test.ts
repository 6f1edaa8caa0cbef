import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinkView } from '#core/contract/bridge.ts';
import { defaultLocalSettings, type LocalSettings } from '#core/settings/local-settings.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import type { WindowView } from '../windows/window-registry.ts';
import { aNotice, anOffer, aSnapshot, openWork } from '#tests/support/snapshots.ts';
import {
  CONNECTION_ALARM_LENGTH_MS,
  type CueFacts,
  deriveCues,
  MESSAGE_CUE_INTERVAL_MS,
} from './derive-cues.ts';
import { ONE_SHOT_TTL_MS, withTest } from './cue-memory.ts';

const NOW = 1_000_000;
const connected: LinkView = { state: 'connected', since: 0, retryAt: null };
const aWindow = (patch: Partial<WindowView> = {}): WindowView => ({
  windowId: 'a',
  visible: true,
  focused: false,
  audio: 'running',
  activeWorkItemId: null,
  ...patch,
});
const facts = (patch: Partial<CueFacts> = {}): CueFacts => ({
  memory: null,
  alerts: [],
  snapshot: aSnapshot(NOW),
  link: connected,
  settings: defaultLocalSettings,
  now: NOW,
  skew: 0,
  windows: [aWindow()],
  deviceId: 'device-1',
  ...patch,
});
const heard = (given: CueFacts) => deriveCues(given).cues.map(({ what }) => what);
const withOffer = (patch: Parameters<typeof anOffer>[2] = {}) =>
  aSnapshot(NOW, { offers: [anOffer(1, NOW - 1_000, patch)] });
const settings = (patch: Partial<LocalSettings>): LocalSettings => ({ ...defaultLocalSettings, ...patch });

describe('the ring of an offer', () => {
  test.each<[name: string, patch: Partial<CueFacts>, rings: boolean]>([
    ['rings', { snapshot: withOffer() }, true],
    ['not when its sound is off', { snapshot: withOffer({ sound: sound({ play: false }) }) }, false],
    ['not when its sound length is over', { snapshot: withOffer({ sound: sound({ seconds: 1 }) }) }, false],
    ['not past its time to answer', { snapshot: withOffer({ deadline: NOW }) }, false],
    ['without a time to answer too', { snapshot: withOffer({ deadline: null }) }, true],
    ['not while muted', { snapshot: withOffer(), settings: settings({ muteUntil: NOW + 1 }) }, false],
    ['again when the mute is over', { snapshot: withOffer(), settings: settings({ muteUntil: NOW }) }, true],
    ['in front', { snapshot: withOffer(), windows: [aWindow({ focused: true })] }, true],
    [
      'not in front, if that is not wanted',
      {
        snapshot: withOffer(),
        windows: [aWindow({ focused: true })],
        settings: settings({ soundInThisWindow: false }),
      },
      false,
    ],
    ['not on another device', { snapshot: { ...withOffer(), ringingDeviceId: 'device-2' } }, false],
    ['on the chosen device', { snapshot: { ...withOffer(), ringingDeviceId: 'device-1' } }, true],
    ['not while the link is lost', { snapshot: withOffer(), link: { ...connected, state: 'lost' } }, false],
    ['through a short cut', { snapshot: withOffer(), link: { ...connected, state: 'reconnecting' } }, true],
  ])('%s', (_name, patch, rings) => {
    expect(heard(facts(patch)).includes('work-request')).toBe(rings);
  });

  test('ends at the earlier of sound length and time to answer, by the shell clock', () => {
    const skew = 3_600_000;
    const snapshot = withOffer({ offeredAt: NOW + skew, deadline: NOW + skew + 5_000 });
    const { cues, wakeAt } = deriveCues(facts({ snapshot, skew }));
    expect(cues[0]?.until).toBe(NOW + 5_000);
    expect(wakeAt).toBe(NOW + 5_000);
  });

  test('rings once for several offers and moves to the next when the first is answered', () => {
    const two = aSnapshot(NOW, { offers: [anOffer(1, NOW - 2_000), anOffer(2, NOW - 1_000)] });
    const first = deriveCues(facts({ snapshot: two }));
    expect(first.cues.map(({ id }) => id)).toEqual(['work-request:agent-work-1']);
    const rest = aSnapshot(NOW, { offers: two.offers.slice(1) });
    const next = deriveCues(facts({ snapshot: rest, memory: first.memory }));
    expect(next.cues.map(({ id }) => id)).toEqual(['work-request:agent-work-2']);
  });

  test('plays an uploaded sound from the shell, with the built-in one to fall back to', () => {
    const snapshot = withOffer({ sound: sound({ sound: { soundId: 'ring/1' } }) });
    expect(deriveCues(facts({ snapshot })).cues[0]).toMatchObject({
      url: '/hub-sounds/ring%2F1',
      fallbackUrl: '/sounds/work-request.wav',
      loop: true,
    });
  });

  test('uses the volume and the device of the settings', () => {
    const chosen = settings({ volume: 0.3, ringSinkId: 'speaker' });
    const [ring] = deriveCues(facts({ snapshot: withOffer(), settings: chosen })).cues;
    expect(ring).toMatchObject({ volume: 0.3, sinkId: 'speaker' });
  });

  test('continues after the customer has left only when the terms allow it', () => {
    const over = (afterCustomerLeft: boolean) =>
      aSnapshot(NOW, {
        soundingOn: [{ agentWorkId: 'gone', offeredAt: NOW, sound: sound({ afterCustomerLeft }) }],
      });
    expect(heard(facts({ snapshot: over(true) }))).toEqual(['work-request']);
    expect(heard(facts({ snapshot: over(false) }))).toEqual([]);
  });
});

describe('chimes', () => {
  const talking = (lastNumber: number, from: 'customer' | 'agent' = 'customer') => {
    const work = openWork(1, NOW);
    const conversation = work.conversation && {
      ...work.conversation,
      lastNumber,
      lastMessage: { text: 'hello', from, at: NOW },
    };
    return aSnapshot(NOW, { work: [{ ...work, conversation }] });
  };
  const after = (before: AgentSnapshot, patch: Partial<CueFacts>) =>
    deriveCues(facts({ ...patch, memory: deriveCues(facts({ snapshot: before })).memory }));

  test('chimes for a customer’s new message, not for the agent’s own', () => {
    expect(after(talking(1), { snapshot: talking(2) }).cues.map(({ what }) => what)).toEqual(['message']);
    expect(after(talking(1), { snapshot: talking(2, 'agent') }).cues).toEqual([]);
    expect(after(talking(1), { snapshot: talking(1) }).cues).toEqual([]);
  });

  test('does not chime for the conversation in front of a focused window', () => {
    const window = aWindow({ focused: true, activeWorkItemId: 'work-item-1' });
    expect(after(talking(1), { snapshot: talking(2), windows: [window] }).cues).toEqual([]);
    const behind = { ...window, focused: false };
    expect(after(talking(1), { snapshot: talking(2), windows: [behind] }).cues).toHaveLength(1);
  });

  test('does not chime at startup for old items', () => {
    const old = aSnapshot(NOW, {
      work: [openWork(1, NOW - 60_000, { autoAccepted: true })],
      notices: [aNotice('transfer-returned', NOW - 60_000)],
    });
    expect(heard(facts({ snapshot: old }))).toEqual([]);
  });

  test('keeps message chimes at least three seconds apart', () => {
    const first = after(talking(1), { snapshot: talking(2) });
    const soon = deriveCues(
      facts({ memory: first.memory, snapshot: talking(3), now: NOW + MESSAGE_CUE_INTERVAL_MS - 1 }),
    );
    expect(soon.cues.map(({ id }) => id)).toEqual(first.cues.map(({ id }) => id));
    const later = deriveCues(
      facts({ memory: soon.memory, snapshot: talking(4), now: NOW + MESSAGE_CUE_INTERVAL_MS }),
    );
    expect(later.cues.at(-1)?.id).toBe('message:work-item-1:4');
  });

  test('chimes once for work that was accepted automatically', () => {
    const opened = aSnapshot(NOW, { work: [openWork(1, NOW, { autoAccepted: true })] });
    const first = after(aSnapshot(NOW), { snapshot: opened });
    expect(first.cues.map(({ what }) => what)).toEqual(['auto-accepted']);
    const later = deriveCues(facts({ memory: first.memory, snapshot: opened, now: NOW + ONE_SHOT_TTL_MS }));
    expect(later.cues).toEqual([]);
  });

  test('plays Test even while muted and in front', () => {
    const muted = settings({ muteUntil: NOW + 60_000, soundInThisWindow: false });
    const given = facts({ settings: muted, windows: [aWindow({ focused: true })] });
    expect(heard({ ...given, memory: withTest(null, '1', NOW) })).toEqual(['test']);
  });
});

describe('the alarm for the link', () => {
  const lost: LinkView = { state: 'lost', since: NOW, retryAt: null };

  test('sounds even while muted, for a limited time, when the configuration enables it', () => {
    const muted = settings({ muteUntil: NOW + 60_000 });
    const { cues } = deriveCues(facts({ link: lost, settings: muted }));
    expect(cues).toMatchObject([
      { what: 'connection-lost', loop: true, until: NOW + CONNECTION_ALARM_LENGTH_MS },
    ]);
    expect(heard(facts({ link: lost, now: NOW + CONNECTION_ALARM_LENGTH_MS }))).toEqual([]);
    const silent = aSnapshot(NOW);
    silent.settings.disconnectSound = false;
    expect(heard(facts({ link: lost, snapshot: silent }))).toEqual([]);
  });

  test('announces the end of the loss once, but not after signing out', () => {
    const { memory } = deriveCues(facts({ link: lost }));
    expect(heard(facts({ memory }))).toEqual(['connection-back']);
    expect(heard(facts({ memory, link: { ...connected, state: 'off' } }))).toEqual([]);
  });
});

describe('invariants', () => {
  const arbitraryOffer = fc.record({
    n: fc.integer({ min: 1, max: 5 }),
    age: fc.integer({ min: -5_000, max: 60_000 }),
    seconds: fc.integer({ min: 1, max: 30 }),
    timeOut: fc.option(fc.integer({ min: 1_000, max: 60_000 })),
    play: fc.boolean(),
  });
  const arbitraryStep = fc.record({
    passed: fc.integer({ min: 0, max: 20_000 }),
    skew: fc.integer({ min: -10_000, max: 10_000 }),
    link: fc.constantFrom('connected', 'unsteady', 'reconnecting', 'lost', 'off' as const),
    offers: fc.uniqueArray(arbitraryOffer, { selector: ({ n }) => n, maxLength: 5 }),
    muted: fc.boolean(),
    focused: fc.boolean(),
    device: fc.constantFrom(null, 'device-1', 'device-2'),
  });

  test('lets no cue outlive its reason, rings at most once, and wakes up in the future', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 12 }), fc.boolean(), (steps, inFront) => {
        let memory: CueFacts['memory'] = null;
        let now = NOW;
        for (const step of steps) {
          now += step.passed;
          const hubNow = now + step.skew;
          const offers = step.offers.map(({ n, age, seconds, timeOut, play }) =>
            anOffer(n, hubNow - age, {
              deadline: timeOut === null ? null : hubNow - age + timeOut,
              sound: sound({ play, seconds }),
            }),
          );
          const given = facts({
            memory,
            now,
            skew: step.skew,
            snapshot: aSnapshot(hubNow, { offers, ringingDeviceId: step.device }),
            link: { state: step.link, since: now - step.passed, retryAt: null },
            settings: settings({
              muteUntil: step.muted ? now + 1_000 : null,
              soundInThisWindow: inFront,
            }),
            windows: [aWindow({ focused: step.focused })],
          });
          const derived = deriveCues(given);
          memory = derived.memory;
          expect(derived.cues.filter(({ loop }) => loop).length).toBeLessThanOrEqual(1);
          expect(new Set(derived.cues.map(({ id }) => id)).size).toBe(derived.cues.length);
          for (const { what, id, until } of derived.cues) {
            if (until !== null) expect(until).toBeGreaterThan(now);
            if (what === 'work-request') {
              expect(offers.map(({ agentWorkId }) => `work-request:${agentWorkId}`)).toContain(id);
              expect(step.muted || step.device === 'device-2' || (step.focused && !inFront)).toBe(false);
            }
            if (what === 'connection-lost') expect(step.link).toBe('lost');
          }
          if (derived.wakeAt !== null) expect(derived.wakeAt).toBeGreaterThan(now);
        }
      }),
    );
  });
});

function sound(patch: Partial<ReturnType<typeof anOffer>['sound']>) {
  return { ...anOffer(1, NOW).sound, ...patch };
}

describe('alerts for a supervisor', () => {
  const help = { id: 'help-wanted w1' };
  const heard = (patch: Partial<CueFacts>) =>
    deriveCues(facts(patch)).cues.filter(({ what }) => what === 'supervisor-alert').length;

  test('chimes once for each new alert, and again when the same alert recurs', () => {
    const first = deriveCues(facts({ alerts: [help] }));
    expect(first.cues.map(({ what }) => what)).toEqual(['supervisor-alert']);
    const later = { now: NOW + 10_000 };
    expect(heard({ ...later, memory: first.memory, alerts: [help] })).toBe(0);
    const over = deriveCues(facts({ ...later, memory: first.memory }));
    expect(heard({ now: NOW + 20_000, memory: over.memory, alerts: [help] })).toBe(1);
  });

  test('is silent while sounds are muted', () => {
    const settings = { ...defaultLocalSettings, muteUntil: NOW + 60_000 };
    expect(heard({ settings, alerts: [help] })).toBe(0);
  });
});
