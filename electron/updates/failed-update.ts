/** Whether the last restart for a new version has brought it. */
import type { LocalStore } from '#agent/settings/local-store.ts';

type Device = Pick<LocalStore, 'device' | 'updateDevice'>;

/** Notes what is about to be tried: an installer may fail when nobody of us is there any more. */
export const recordUpdateAttempt = (store: Device, from: string, to: string): void =>
  store.updateDevice({ triedUpdate: { from, to } });

/** The version that should run by now and does not; `null` = all went well. What is over is forgotten. */
export function findFailedUpdate(store: Device, running: string): string | null {
  const { triedUpdate } = store.device();
  if (triedUpdate?.from === running) return triedUpdate.to;
  if (triedUpdate) store.updateDevice({ triedUpdate: null });
  return null;
}
