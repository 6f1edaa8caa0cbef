/** What one person keeps on one device. A shell gives an implementation; `file-store.ts` is the usual one. */
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
  /** Stays the same across restarts, so that the hub knows the device again. */
  deviceId: Id,
  account: StoredAccount.nullable(),
  /** Certificates that the person has trusted, by the origin of the hub; SHA-256 fingerprints. */
  trusted: z.record(z.string().max(500), z.string().max(200)),
  /** Port that the embedded hub had last; customers' pages may be bookmarked. */
  hubPort: z.number().int().min(1).max(65_535).nullable(),
  /** The version that was to take the place of the running one last; both still the same at a start = it did not. */
  triedUpdate: z.object({ from: z.string().max(100), to: z.string().max(100) }).nullable(),
});
export type Device = z.infer<typeof Device>;

/** A device that knows nothing yet; also what is not in a file that an earlier version has written. */
export const newDevice = (deviceId: string): Device => ({
  deviceId,
  account: null,
  trusted: {},
  hubPort: null,
  triedUpdate: null,
});

/** This device works with the hub that came with the application. */
export const usesEmbeddedHub = ({ account }: Device): boolean => account === null || account.hub === null;

/** The certificate that `hub` must show; `null` = one that this machine vouches for. */
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
  /** Names of files that could not be read at the start and were set aside. */
  readonly setAside: readonly string[];
}

/** Where the token of a team's hub rests between two runs. The desktop shell encrypts it, others rely on the file's mode. */
export interface TokenVault {
  read(): string | null;
  write(token: string): void;
  clear(): void;
}
