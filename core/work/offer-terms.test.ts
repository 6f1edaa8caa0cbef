import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aChannel } from '#tests/support/setup-records.ts';
import { defaultConfigurationSettings as settings } from '../setup/presence-configuration.ts';
import { ChannelKind } from '../vocabulary.ts';
import {
  autoAccepts,
  canDecline,
  deadlineAtLostAgent,
  missLimitReached,
  offerDeadline,
  soundTermsFor,
} from './offer-terms.ts';

test.each([
  ['chat', 0, null],
  ['chat', 1, 2_000],
  ['chat', 3_600, 3_601_000],
  ['voice', 0, null],
  ['voice', 20, 21_000],
  ['voice', 21, 21_000],
  ['voice', 19, 20_000],
] as const)('an offer of %s with push time-out %i ends at %o', (kind, pushTimeOutSeconds, expected) => {
  expect(offerDeadline({ offeredAt: 1_000, pushTimeOutSeconds, kind })).toBe(expected);
});

test.each([
  [null, 120_000],
  [119_999, 119_999],
  [120_001, 120_000],
])('an offer until %o at an agent lost at 100 s ends at %i', (deadline, expected) => {
  expect(deadlineAtLostAgent(deadline, 100_000)).toBe(expected);
});

test('losing the agent never gives an offer more time, and never more than 20 s', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ChannelKind.options),
      fc.nat(86_400),
      fc.nat(1e6),
      (kind, seconds, lostAt) => {
        const deadline = offerDeadline({ offeredAt: 0, pushTimeOutSeconds: seconds, kind });
        const after = deadlineAtLostAgent(deadline, lostAt);
        expect(after).toBeLessThanOrEqual(deadline ?? Infinity);
        expect(after - lostAt).toBeLessThanOrEqual(20_000);
      },
    ),
  );
});

test('the sound of the channel overrides the configuration’s, as a whole', () => {
  const own = { requestSound: true, notificationSound: { soundId: 'gong' }, soundSeconds: 3 };
  const configuration = { ...settings, requestSound: false, soundAfterCustomerLeft: true };
  expect(soundTermsFor(aChannel({ sound: own }), configuration)).toEqual({
    play: true,
    sound: { soundId: 'gong' },
    seconds: 3,
    afterCustomerLeft: true,
  });
  expect(soundTermsFor(aChannel(), configuration)).toEqual({
    play: false,
    sound: 'default',
    seconds: settings.soundSeconds,
    afterCustomerLeft: true,
  });
});

test.each([
  [null, false, true, false, true],
  [null, true, false, true, false],
  [true, false, true, true, false],
  [false, true, true, false, true],
  [false, true, false, false, false],
])(
  'channel accepts %o, configuration accepts %o and lets decline %o: accepts %o, may decline %o',
  (ofChannel, autoAccept, allowDecline, accepts, decline) => {
    const channel = aChannel({ autoAccept: ofChannel });
    expect(autoAccepts(channel, { autoAccept })).toBe(accepts);
    expect(canDecline(channel, { autoAccept, allowDecline })).toBe(decline);
  },
);

test.each([
  [1, 1, true],
  [2, 3, false],
  [3, 3, true],
  [4, 3, true],
])('%i misses where %i change the status: %o', (misses, missesBeforeStatusChanges, expected) => {
  expect(missLimitReached(misses, { missesBeforeStatusChanges })).toBe(expected);
});
