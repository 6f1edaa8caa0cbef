/**
 * Where new versions come from: a folder on a web server, read by electron-updater, which also verifies downloads and
 * knows how each kind of package is installed. No other file depends on it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import updater from 'electron-updater';
import { gt } from 'semver';
import type { UpdateChannel } from '#core/settings/local-settings.ts';

/** A downloaded version that waits on this machine. */
export interface DownloadedUpdate {
  readonly version: string;
  /** It can be installed without permission, and has not failed here before. */
  readonly unasked: boolean;
}

export interface UpdateFeed {
  /** Asks the server; downloads what is new. Resolves with that version, `null` = nothing new for this installation. */
  check(channel: Exclude<UpdateChannel, 'none'>): Promise<string | null>;
  /** Called for every version that was downloaded completely. */
  onFetched(listener: (fetched: DownloadedUpdate) => void): void;
  /**
   * Replaces this version with the downloaded one and starts it. Everything else must have been stopped before: it ends
   * the process, or calls `failed` once, perhaps after minutes.
   */
  install(failed: () => void): void;
}

/**
 * Names of the files on the server: `latest.yml`, `beta.yml`. Users of previews must also get the releases that
 * supersede them.
 */
const filesOf = { stable: ['latest'], preview: ['latest', 'beta'] } as const;

/** An installer that has neither ended this process nor failed after this long is considered stuck. */
const INSTALL_TIMEOUT_MS = 5 * 60_000;

export interface UpdateFeedOptions {
  readonly address: string;
  readonly packaged: boolean;
  /** The update configuration of an unpackaged copy, which has no package to contain it. */
  readonly dataDirectory: string;
  /** Installing needs no permission on this machine. */
  readonly unasked: boolean;
  /** The version that could not be installed here; `null` = there is none. */
  readonly failedBefore: string | null;
  /** Problems, for the diagnostics. */
  readonly log: (what: string) => void;
}

export function openUpdateFeed(options: UpdateFeedOptions): UpdateFeed {
  const { address, packaged, dataDirectory, unasked, failedBefore, log } = options;
  const { autoUpdater } = updater;
  autoUpdater.logger = { info: () => undefined, warn: log, error: log };
  autoUpdater.autoDownload = false;
  // A user who quits has agreed to the restart: the next start is the new version.
  autoUpdater.autoInstallOnAppQuit = unasked;
  autoUpdater.allowDowngrade = false;
  if (!packaged) {
    const file = join(dataDirectory, 'app-update.yml');
    writeFileSync(file, `provider: generic\nurl: ${address}\nupdaterCacheDirName: onqueue-updater\n`);
    autoUpdater.forceDevUpdateConfig = true;
    autoUpdater.updateConfigPath = file;
  }
  // The check throws these errors as well; without a listener they would end the process.
  autoUpdater.on('error', () => undefined);
  let checking: Promise<string | null> | null = null;

  return {
    // One at a time: the checked address is state of the updater, not of the call.
    check: (channel) => (checking ??= fetchNewest(channel).finally(() => (checking = null))),
    onFetched: (listener) =>
      void autoUpdater.on('update-downloaded', ({ version, files }) => {
        const asks = files.some((file) => file.isAdminRightsRequired === true);
        const fetched = { version, unasked: unasked && !asks && version !== failedBefore };
        // The updater reads this again at the end.
        autoUpdater.autoInstallOnAppQuit = fetched.unasked;
        listener(fetched);
      }),
    install(failed) {
      const fail = once(() => {
        autoUpdater.autoInstallOnAppQuit = false;
        failed();
      });
      autoUpdater.once('error', fail);
      autoUpdater.quitAndInstall(true, true);
      setTimeout(fail, INSTALL_TIMEOUT_MS);
    },
  };

  async function fetchNewest(channel: keyof typeof filesOf): Promise<string | null> {
    let newest: { readonly file: string; readonly version: string } | null = null;
    let seen: string | null = null;
    let missing: unknown = null;
    for (const file of filesOf[channel])
      try {
        const version = await look(file);
        seen = file;
        if (version !== null && (newest === null || gt(version, newest.version))) newest = { file, version };
      } catch (error) {
        if (!isMissing(error)) throw error;
        missing = error;
      }
    if (seen === null) throw missing;
    if (newest === null) return null;
    // It downloads the result of the last check.
    if (newest.file !== seen) await look(newest.file);
    await autoUpdater.downloadUpdate();
    return newest.version;
  }

  /** The version that this file offers; `null` = none for this copy. */
  async function look(file: string): Promise<string | null> {
    autoUpdater.setFeedURL({ provider: 'generic', url: address, channel: file });
    const found = await autoUpdater.checkForUpdates();
    return found?.isUpdateAvailable ? found.updateInfo.version : null;
  }
}

/** The server answers, but has no such file: nothing is offered on that channel. */
const isMissing = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND';

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
