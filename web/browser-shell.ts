/**
 * The browser shell as a whole: the embedded hub, the agent runtime, the server for tabs. Reads like a table of
 * contents.
 */
import { join } from 'node:path';
import { systemClock } from '#agent/clock.ts';
import { normalizeHubAddress } from '#agent/link/hub-address.ts';
import { AgentRuntime } from '#agent/runtime.ts';
import { openFileStore } from '#agent/settings/file-store.ts';
import { usesEmbeddedHub } from '#agent/settings/local-store.ts';
import { openTokenFile } from '#agent/settings/token-file.ts';
import { GRACE_PERIOD_MS } from '#core/defaults.ts';
import { lockDataDirectory } from '#agent/installation/data-lock.ts';
import { EmbeddedHubProcess } from '#agent/installation/embedded-hub.ts';
import { managedSettings, type Policy, applyPolicy } from '#agent/installation/policy-file.ts';
import { StartupError } from '#agent/installation/startup-error.ts';
import { hubLauncher } from './hub-child.ts';
import { type ShellServer, startShellServer } from './shell-server.ts';

export interface BrowserShellOptions {
  /** Root of the installation: `dist`, `assets` and `hub` are below it. */
  readonly root: string;
  /** Exists and is writable. */
  readonly dataDirectory: string;
  readonly version: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly whenTaken: 'next' | 'fail';
  /** What the organisation has fixed on this machine. */
  readonly policy: Policy;
  /** A team's hub for this run instead of the embedded one; not where the policy fixes another. */
  readonly hub: string | null;
  /** Further work before tabs are accepted; runs in parallel with the start of the hub. */
  readonly meanwhile?: () => Promise<void>;
}

export interface BrowserShell {
  readonly port: number;
  readonly startUrl: string;
  /** The chat page of the current hub. */
  readonly chatPage: string | null;
  /** A clean quit: Offline at once, then everything ends. */
  stop(): Promise<void>;
}

/**
 * Starts everything, or nothing: the parts already started are stopped when a later one fails. Throws `StartupError`,
 * the system's error for a taken port, or `AppError` for a bad hub address.
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { root, dataDirectory, version, policy } = options;
  const started: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const asked = options.hub === null ? null : normalizeHubAddress(options.hub);
    const hub = policy.hub ?? asked;
    if (asked !== null && hub !== null && asked !== hub) throw new StartupError('HUB_FIXED', { hub });
    const lock = await lockDataDirectory(dataDirectory);
    started.push(() => lock.release());
    const store = applyPolicy(openFileStore(dataDirectory, systemClock.now), policy);

    const embedded =
      hub === null
        ? new EmbeddedHubProcess({
            directory: dataDirectory,
            store,
            firstPort: options.port === 0 ? 0 : options.port + 1,
            reserved: options.port,
            launch: hubLauncher(join(root, 'hub/app/main.ts')),
          })
        : null;
    if (embedded) started.push(() => embedded.stop());
    await Promise.all([usesEmbeddedHub(store.device()) ? embedded?.start() : null, options.meanwhile?.()]);
    const runtime = new AgentRuntime({
      version,
      store,
      vault: openTokenFile(dataDirectory),
      embedded,
      hub,
      capabilities: {
        tray: false,
        notifications: false,
        globalShortcuts: false,
        startAtLogin: false,
        soundWithoutClick: false,
        updates: false,
      },
      idleFrom: 'windows',
      suspendWithoutWindows: GRACE_PERIOD_MS,
      managed: managedSettings(policy),
    });
    const server = await startShellServer({
      runtime,
      rendererDirectory: join(root, 'dist/renderer'),
      soundsDirectory: join(root, 'assets/sounds'),
      dataDirectory,
      port: options.port,
      whenTaken: options.whenTaken,
      now: systemClock.now,
    });
    started.push(() => server.stop());
    lock.reachableAt(server.url, { pages: true });
    runtime.start();
    started.push(() => runtime.stop());
    return shell(server, runtime.chatPage);
  } catch (error) {
    await stop();
    throw error;
  }

  function shell({ port, startUrl }: ShellServer, chatPage: string | null): BrowserShell {
    return { port, startUrl, chatPage, stop };
  }
}
