/** Local settings and a token, kept for the duration of the test. */
import { defaultLocalSettings, type LocalSettings } from '#core/settings/local-settings.ts';
import { type Device, type LocalStore, newDevice, type TokenVault } from '#agent/settings/local-store.ts';

export function memoryStore(patch: Partial<LocalSettings> = {}, deviceId = 'device-1'): LocalStore {
  let settings: LocalSettings = { ...defaultLocalSettings, ...patch };
  let device: Device = newDevice(deviceId);
  const drafts: Record<string, string> = {};
  return {
    setAside: [],
    settings: () => settings,
    updateSettings: (change) => (settings = { ...settings, ...change }),
    drafts: () => drafts,
    saveDraft: (workItemId, text) => (drafts[workItemId] = text),
    device: () => device,
    updateDevice: (change) => (device = { ...device, ...change }),
  };
}

export function memoryVault(token: string | null = null): TokenVault {
  return {
    read: () => token,
    write: (next) => (token = next),
    clear: () => (token = null),
  };
}
