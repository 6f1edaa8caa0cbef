/** The data on this machine: the locked data directory, its files and secrets, the update feed, the hub. */
import * as electron from 'electron';
import { systemClock } from '#agent/clock.ts';
import { lockDataDirectory } from '#agent/installation/data-lock.ts';
import { EmbeddedHubProcess } from '#agent/installation/embedded-hub.ts';
import { ErrorLog } from '#agent/installation/error-log.ts';
import { answerLivenessProbe } from '#agent/installation/liveness.ts';
import { applyPolicy } from '#agent/installation/policy-file.ts';
import { openFileStore } from '#agent/settings/file-store.ts';
import { type LocalStore, usesEmbeddedHub } from '#agent/settings/local-store.ts';
import { hubLauncher } from '../hub/hub-child.ts';
import * as place from '../installation.ts';
import { type EncryptedVault, openEncryptedVault } from '../system/token-vault.ts';
import { type ConfiguredFeed, openConfiguredFeed } from '../updates/configured-feed.ts';
import type { Lifetime } from './lifetime.ts';
import type { DesktopShellOptions } from './shell-options.ts';

/** Port of the embedded hub on the first start; customers' pages may be bookmarked. */
const FIRST_HUB_PORT = 4_701;

export interface ShellData {
  readonly log: ErrorLog;
  readonly store: LocalStore;
  readonly vault: EncryptedVault;
  readonly feed: ConfiguredFeed;
  /** `null` = the organisation has fixed a team's hub. */
  readonly embedded: EmbeddedHubProcess | null;
}

/** Locks the data directory, opens its contents, and starts the embedded hub where this device works with it. */
export async function openData(options: DesktopShellOptions, lifetime: Lifetime): Promise<ShellData> {
  const { dataDirectory, policy, platform, triedFeed } = options;
  const log = new ErrorLog(dataDirectory, systemClock.now);
  logCrashes(log, lifetime);
  await lock(dataDirectory, lifetime);

  const store = applyPolicy(openFileStore(dataDirectory, systemClock.now), policy);
  const vault = await openEncryptedVault(dataDirectory, electron.safeStorage, (what) => log.add(what));
  lifetime.onEnd(() => vault.settled());
  const { execPath, env } = process;
  const packaged = electron.app.isPackaged;
  const feed = openConfiguredFeed({
    copy: { platform, packaged, execPath, appImage: env.APPIMAGE, resourcesPath: place.resourcesPath },
    version: place.version,
    policy,
    tried: triedFeed,
    store,
    dataDirectory,
    log: (what) => log.add(`update: ${what}`),
  });
  const embedded = policy.hub === undefined ? openEmbeddedHub(dataDirectory, store, lifetime) : null;
  if (embedded && usesEmbeddedHub(store.device())) await embedded.start();
  if (embedded) logRestarts(embedded, log);
  return { log, store, vault, feed, embedded };
}

function logCrashes(log: ErrorLog, lifetime: Lifetime): void {
  const crashed = (error: Error) => log.add(`the application ended: ${error.stack ?? error.message}`);
  process.on('uncaughtExceptionMonitor', crashed);
  lifetime.onEnd(() => void process.off('uncaughtExceptionMonitor', crashed));
}

/** Throws when another application uses the directory. */
async function lock(dataDirectory: string, lifetime: Lifetime): Promise<void> {
  const held = await lockDataDirectory(dataDirectory);
  lifetime.onEnd(() => held.release());
  const alive = await answerLivenessProbe();
  lifetime.onEnd(() => alive.stop());
  held.reachableAt(alive.url);
}

function openEmbeddedHub(directory: string, store: LocalStore, lifetime: Lifetime): EmbeddedHubProcess {
  const embedded = new EmbeddedHubProcess({
    directory,
    store,
    firstPort: FIRST_HUB_PORT,
    launch: hubLauncher(electron.utilityProcess.fork, place.hubFile, place.customerPages),
  });
  lifetime.onEnd(() => embedded.stop());
  return embedded;
}

function logRestarts(embedded: EmbeddedHubProcess, log: ErrorLog): void {
  embedded.onChange(() => {
    if (embedded.failure !== null) log.add(`the embedded hub cannot be started again: ${embedded.failure}`);
    else if (embedded.restarting) log.add('the embedded hub has ended by itself and is started again');
  });
}
