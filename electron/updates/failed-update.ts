/** Whether the last restart for a new version has installed it. */
import type { LocalStore } from '#agent/settings/local-store.ts';

type Device = Pick<LocalStore, 'device' | 'updateDevice'>;

/** Records the attempt: an installer may fail after this process has ended. */
export const recordUpdateAttempt = (store: Device, from: string, to: string): void =>
  store.updateDevice({ triedUpdate: { from, to } });

/** The version that should run by now and does not; `null` = no failure. Forgets completed attempts. */
export function findFailedUpdate(store: Device, running: string): string | null {
  const { triedUpdate } = store.device();
  if (triedUpdate?.from === running) return triedUpdate.to;
  if (triedUpdate) store.updateDevice({ triedUpdate: null });
  return null;
}
