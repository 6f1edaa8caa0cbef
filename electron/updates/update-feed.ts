/**
 * Where new versions come from: a folder on a web server, read by electron-updater, which also checks what it fetches
 * and knows how each kind of package is installed. This file is all that knows of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import updater from 'electron-updater';
import type { UpdateChannel } from '#core/settings/local-settings.ts';

export interface UpdateFeed {
  /** Asks the server; fetches what is new. Resolves with that version, `null` = nothing new for this installation. */
  check(channel: Exclude<UpdateChannel, 'none'>): Promise<string | null>;
  /** Hears of every version that has been fetched completely. */
  onFetched(listener: (version: string) => void): void;
  /** Puts the fetched version in the place of this one and starts it. Everything else must have been stopped before. */
  install(): void;
}

/** Names of the files on the server: `latest.yml`, `beta.yml`. */
const fileOf = { stable: 'latest', preview: 'beta' } as const;

/** Addresses under this domain are nobody's: the package was built without a server. */
const NOBODY = /^https?:\/\/[^/]*\.invalid(\/|$)/;

export interface FeedSources {
  readonly packaged: boolean;
  /** What the organisation has fixed. */
  readonly policy: string | undefined;
  /** For a copy that is not packaged; to try it out. */
  readonly tried: string | undefined;
  readonly resourcesPath: string;
}

/** Where this installation gets new versions from; `null` = nowhere. */
export function feedAddress({ packaged, policy, tried, resourcesPath }: FeedSources): string | null {
  if (!packaged) return tried ?? null;
  return policy ?? packagedFeed(resourcesPath);
}

/** The feed that the package was built for; `null` = none. */
function packagedFeed(resourcesPath: string): string | null {
  try {
    const url = /^url: ['"]?([^'"\n]+)/m.exec(
      readFileSync(join(resourcesPath, 'app-update.yml'), 'utf8'),
    )?.[1];
    return url === undefined || NOBODY.test(url) ? null : url;
  } catch {
    return null;
  }
}

export interface UpdateFeedOptions {
  readonly address: string;
  readonly packaged: boolean;
  /** Where a copy that is not packaged keeps what its package would have told. */
  readonly dataDirectory: string;
  /** Troubles, for the diagnostics. */
  readonly log: (what: string) => void;
}

export function openUpdateFeed({ address, packaged, dataDirectory, log }: UpdateFeedOptions): UpdateFeed {
  const { autoUpdater } = updater;
  autoUpdater.logger = { info: () => undefined, warn: log, error: log };
  autoUpdater.autoDownload = true;
  // Who quits has said that it may stop now: the next start is the new version.
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  if (!packaged) {
    const file = join(dataDirectory, 'app-update.yml');
    writeFileSync(file, `provider: generic\nurl: ${address}\nupdaterCacheDirName: onqueue-updater\n`);
    autoUpdater.forceDevUpdateConfig = true;
    autoUpdater.updateConfigPath = file;
  }
  // What goes wrong is thrown by the check as well; without a listener it would end the process.
  autoUpdater.on('error', () => undefined);
  return {
    async check(channel) {
      autoUpdater.setFeedURL({ provider: 'generic', url: address, channel: fileOf[channel] });
      const found = await autoUpdater.checkForUpdates();
      await found?.downloadPromise;
      return found?.isUpdateAvailable ? found.updateInfo.version : null;
    },
    onFetched: (listener) =>
      void autoUpdater.on('update-downloaded', ({ version }: { version: string }) => listener(version)),
    install: () => autoUpdater.quitAndInstall(true, true),
  };
}
