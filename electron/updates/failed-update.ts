/** Whether the last restart for a new version has brought it. */
import type { LocalStore } from '#agent/settings/local-store.ts';

/** The version that should run by now and does not; `null` = all went well. What is over is forgotten. */
export function failedUpdate(
  store: Pick<LocalStore, 'device' | 'updateDevice'>,
  running: string,
): string | null {
  const { triedUpdate } = store.device();
  if (triedUpdate?.from === running) return triedUpdate.to;
  if (triedUpdate) store.updateDevice({ triedUpdate: null });
  return null;
}
