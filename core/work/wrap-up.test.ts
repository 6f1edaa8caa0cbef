import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aChannel } from '#tests/support/setup-records.ts';
import { defaultConfigurationSettings } from '../setup/presence-configuration.ts';
import { extend, capacityHoldEndsAt, wrapUpDeadline, wrapUpTerms } from './wrap-up.ts';

const configuration = {
  ...defaultConfigurationSettings,
  wrapUp: true,
  wrapUpSeconds: 120,
  extend: true,
  extensionSeconds: 60,
  maxExtensions: 2,
};

describe('terms', () => {
  const none = { extensionSeconds: 0, maxExtensions: 0, hold: 'always' };
  const ofChannel = { wrapUpSeconds: 45, extensionSeconds: 15, maxExtensions: 1 };
  test.each([
    [
      'the configuration’s',
      aChannel(),
      configuration,
      { seconds: 120, extensionSeconds: 60, maxExtensions: 2, hold: 'always' },
    ],
    ['switched off', aChannel(), { ...configuration, wrapUp: false }, null],
    ['no duration', aChannel(), { ...configuration, wrapUpSeconds: null }, null],
    ['no extensions', aChannel(), { ...configuration, extend: false }, { seconds: 120, ...none }],
    [
      'half a setting is none',
      aChannel(),
      { ...configuration, maxExtensions: null },
      { seconds: 120, ...none },
    ],
    [
      'the channel beats the configuration',
      aChannel({ wrapUp: ofChannel }),
      { ...configuration, wrapUp: false, wrapUpHold: 'never' as const },
      { seconds: 45, extensionSeconds: 15, maxExtensions: 1, hold: 'never' },
    ],
    [
      'a channel without extensions has none',
      aChannel({ wrapUp: { ...ofChannel, extensionSeconds: null } }),
      configuration,
      { seconds: 45, ...none },
    ],
    ['a record has no conversation', aChannel({ kind: 'case' }), configuration, null],
    [
      'a call has one',
      aChannel({ kind: 'voice' }),
      { ...configuration, extend: false },
      { seconds: 120, ...none },
    ],
    [
      'unless its channel asks for one',
      aChannel({ kind: 'case', wrapUp: ofChannel }),
      configuration,
      { seconds: 45, extensionSeconds: 15, maxExtensions: 1, hold: 'always' },
    ],
  ])('%s', (_, channel, given, expected) => {
    expect(wrapUpTerms(channel, given)).toEqual(expected);
  });
});

test('the deadline is the end, plus the duration, plus the extensions used', () => {
  expect(wrapUpDeadline(1_000, { seconds: 30, extensionSeconds: 15 })).toBe(31_000);
  expect(wrapUpDeadline(1_000, { seconds: 30, extensionSeconds: 15 }, 2)).toBe(61_000);
});

describe('extending', () => {
  const running = { deadline: 100_000, extensionsUsed: 1, maxExtensions: 2, extensionSeconds: 15 };
  test.each([
    ['lengthens the deadline, not what is left', running, 40_000, { deadline: 115_000, extensionsUsed: 2 }],
    ['in the last millisecond', running, 99_999, { deadline: 115_000, extensionsUsed: 2 }],
    ['not when time is up', running, 100_000, 'WRAP_UP_OVER'],
    ['not after the last one', { ...running, extensionsUsed: 2 }, 40_000, 'NO_EXTENSION_LEFT'],
    ['not where it is not allowed', { ...running, extensionSeconds: 0 }, 40_000, 'NO_EXTENSION_LEFT'],
    ['when over, over comes first', { ...running, extensionsUsed: 2 }, 100_001, 'WRAP_UP_OVER'],
  ])('%s', (_, wrapUp, now, expected) => {
    expect(extend(wrapUp, now)).toEqual(expected);
  });

  test('however often it is extended, a wrap-up ends by duration + extensions × length', () => {
    const terms = fc.record({
      seconds: fc.integer({ min: 10, max: 3600 }),
      extensionSeconds: fc.constantFrom(0, 10, 15, 3600),
      maxExtensions: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(
        terms,
        fc.array(fc.integer({ min: 0, max: 50_000_000 }), { maxLength: 40 }),
        (given, times) => {
          let wrapUp = { ...given, deadline: wrapUpDeadline(0, given), extensionsUsed: 0 };
          for (const now of times) {
            const extended = extend(wrapUp, now);
            if (typeof extended === 'object') wrapUp = { ...wrapUp, ...extended };
            expect(wrapUp.deadline).toBe(wrapUpDeadline(0, given, wrapUp.extensionsUsed));
          }
          expect(wrapUp.deadline).toBeLessThanOrEqual(
            (given.seconds + given.maxExtensions * given.extensionSeconds) * 1000,
          );
        },
      ),
    );
  });
});

test.each([
  ['always', null],
  ['never', 1_000],
  [{ firstSeconds: 30 }, 31_000],
] as const)('hold %o from 1 s releases capacity at %o', (hold, endsAt) => {
  expect(capacityHoldEndsAt({ hold }, 1_000)).toBe(endsAt);
});
