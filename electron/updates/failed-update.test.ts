import { expect, test } from 'vitest';
import { memoryStore } from '#tests/support/memory-store.ts';
import { findFailedUpdate, recordUpdateAttempt } from './failed-update.ts';

test('the version that should run and does not has failed, start after start', () => {
  const store = memoryStore();
  expect(findFailedUpdate(store, '1.0.0')).toBeNull();
  recordUpdateAttempt(store, '1.0.0', '2.0.0');
  expect(findFailedUpdate(store, '1.0.0')).toBe('2.0.0');
  expect(findFailedUpdate(store, '1.0.0')).toBe('2.0.0');
});

test('with any other version it is over, also when somebody has installed it by hand', () => {
  for (const running of ['2.0.0', '2.1.0', '0.9.0']) {
    const store = memoryStore();
    recordUpdateAttempt(store, '1.0.0', '2.0.0');
    expect(findFailedUpdate(store, running)).toBeNull();
    expect(store.device().triedUpdate).toBeNull();
  }
});
