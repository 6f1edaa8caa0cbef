import { expect, test } from 'vitest';
import { memoryStore } from '#tests/support/memory-store.ts';
import { findFailedUpdate, recordUpdateAttempt } from './failed-update.ts';

test('reports a version that should run and does not as failed, at every start', () => {
  const store = memoryStore();
  expect(findFailedUpdate(store, '1.0.0')).toBeNull();
  recordUpdateAttempt(store, '1.0.0', '2.0.0');
  expect(findFailedUpdate(store, '1.0.0')).toBe('2.0.0');
  expect(findFailedUpdate(store, '1.0.0')).toBe('2.0.0');
});

test('forgets the failure with any other version, also one that was installed by hand', () => {
  for (const running of ['2.0.0', '2.1.0', '0.9.0']) {
    const store = memoryStore();
    recordUpdateAttempt(store, '1.0.0', '2.0.0');
    expect(findFailedUpdate(store, running)).toBeNull();
    expect(store.device().triedUpdate).toBeNull();
  }
});
