import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiScopes, permits } from './api-scopes.ts';

test.each([
  [['work:write'], 'write', true, true],
  [['work:write'], 'write', false, false],
  [['work:write'], 'read', true, false],
  [['work:read'], 'read', true, true],
  [['work:read'], 'read', false, false],
  [['work:read:all'], 'read', false, true],
  [['work:read:all'], 'read', true, true],
  [['work:read:all'], 'write', true, false],
  [['work:write:all'], 'write', false, true],
  [[], 'read', true, false],
] as const)('S19: %j may %s (own: %s): %s', (scopes, act, own, expected) => {
  expect(permits(scopes, act, own)).toBe(expected);
});

test('S19: what is allowed for others’ work is allowed for own work, and an extra scope removes nothing', () => {
  fc.assert(
    fc.property(
      fc.subarray([...apiScopes]),
      fc.constantFrom(...apiScopes),
      fc.constantFrom('read' as const, 'write' as const),
      (scopes, more, act) => {
        if (permits(scopes, act, false)) expect(permits(scopes, act, true)).toBe(true);
        for (const own of [true, false])
          if (permits(scopes, act, own)) expect(permits([...scopes, more], act, own)).toBe(true);
      },
    ),
  );
});
