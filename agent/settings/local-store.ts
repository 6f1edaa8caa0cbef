/** What is stored for one user on one device. A shell provides an implementation; `file-store.ts` is the usual one. */
import { z } from 'zod';
import type { LocalSettings, LocalSettingsPatch } from '#core/settings/local-settings.ts';
import { Id } from '#core/vocabulary.ts';

/** Which hub this device works with. */
const StoredAccount = z.object({
  /** `null` = the hub that came with the application. */
  hub: z.string().max(500).nullable(),
  username: z.string().max(200),
});
type StoredAccount = z.infer<typeof StoredAccount>;

export const Device = z.object({
  /** Stays the same across restarts, so that the hub recognises the device. */
  deviceId: Id,
  account: StoredAccount.nullable(),
  /** Certificates that the user has trusted, by the origin of the hub; SHA-256 fingerprints. */
  trusted: z.record(z.string().max(500), z.string().max(200)),
  /** The embedded hub's last port; customers' pages may be bookmarked. */
  hubPort: z.number().int().min(1).max(65_535).nullable(),
  /**
   * The last update attempt, from the running version to the new one; if `from` still runs at the next start, the
   * update failed.
   */
  triedUpdate: z.object({ from: z.string().max(100), to: z.string().max(100) }).nullable(),
});
export type Device = z.infer<typeof Device>;

/** The defaults of a new device; also fill fields that are missing in a file of an earlier version. */
export const newDevice = (deviceId: string): Device => ({
  deviceId,
  account: null,
  trusted: {},
  hubPort: null,
  triedUpdate: null,
});

/** This device works with the hub that came with the application. */
export const usesEmbeddedHub = ({ account }: Device): boolean => account === null || account.hub === null;

/** The certificate that `hub` must present; `null` = one that this machine vouches for. */
export const trustedCertificateFor = ({ trusted }: Device, hub: string): string | null =>
  trusted[new URL(hub).origin] ?? null;

export interface LocalStore {
  settings(): LocalSettings;
  updateSettings(patch: LocalSettingsPatch): void;
  /** Texts not sent yet, by work item. */
  drafts(): Readonly<Record<string, string>>;
  /** An empty text removes the draft. */
  saveDraft(workItemId: string, text: string): void;
  device(): Device;
  updateDevice(patch: Partial<Omit<Device, 'deviceId'>>): void;
  /** Names of files that could not be read at startup and were set aside. */
  readonly setAside: readonly string[];
}

/**
 * Where the token of a team's hub is stored between two runs. The desktop shell encrypts it, others rely on the file
 * mode.
 */
export interface TokenVault {
  read(): string | null;
  write(token: string): void;
  clear(): void;
}
