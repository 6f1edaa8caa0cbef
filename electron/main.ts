/** Entry of the desktop application. What must happen before the system is ready happens here, in this order. */
import { join } from 'node:path';
import { app, dialog, protocol, shell } from 'electron';
import { defaultDataDirectory, prepareDataDirectory } from '#agent/installation/data-directory.ts';
import { policyFile, readPolicy } from '#agent/installation/policy-file.ts';
import { keepNewFilesPrivate } from '#agent/installation/private-files.ts';
import { StartupError } from '#agent/installation/startup-error.ts';
import { useSystemCertificateAuthorities } from '#agent/link/system-certificates.ts';
import { AppError } from '#core/errors.ts';
import { errorText } from '#core/i18n/texts.ts';
import { type DesktopShell, startDesktopShell } from './desktop-shell.ts';
import { doctorFolder, runDoctor } from './doctor.ts';
import { APP_ID, APP_NAME, TOAST_ACTIVATOR } from './installation.ts';
import { readyWithLaunchClick } from './notifications/earlier-notifications.ts';
import { APP_SCHEME } from './pages/app-address.ts';
import { guardNavigation } from './security/guards.ts';
import { startsHidden } from './system/login-item.ts';
import { relaunchOptions } from './updates/relaunch.ts';
import { resolveLanguage, shellTexts } from './shell-texts.ts';

/** A quit that takes longer than this is forced. */
const STOP_TIMEOUT_MS = 10_000;
const { platform, env, argv } = process;

const dataDirectory = defaultDataDirectory(env, platform);
const policyIn = policyFile(platform, env, app.isPackaged);
/** `onqueue doctor`: checks, prints the report, and exits; the running application is not affected. */
const asksDoctor = argv.slice(1).includes('doctor');
keepNewFilesPrivate();
useSystemCertificateAuthorities();
app.setName(APP_NAME);
if (platform === 'win32') {
  app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  app.setAppUserModelId(APP_ID);
}
// The lock of the single instance is stored in here, so this precedes it; and it precedes opening any data.
app.setPath('userData', asksDoctor ? doctorFolder() : join(dataDirectory, 'chromium'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
guardNavigation(app, shell);

if (asksDoctor)
  runDoctor({ dataDirectory, policyFile: policyIn, platform }).catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
else if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  let desktop: DesktopShell | null = null;
  let stopped = false;
  let asking = false;

  app.on('second-instance', () => desktop?.openMain());
  app.on('activate', () => desktop?.openMain());
  // The tray keeps the agent at work; only Quit ends the application.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void quit(true);
  });
  // Windows ends the session without a `before-quit`, and allows us a moment.
  app.on('browser-window-created', (_event, window) =>
    window.on('session-end', () => void leave(() => app.quit())),
  );

  const startedBy = await readyWithLaunchClick(app);
  // Not earlier: the system's own listeners, which ask as `before-quit` does, would be replaced.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void quit(false));
  try {
    prepareDataDirectory(dataDirectory);
    const policy = readPolicy(policyIn, platform);
    desktop = await startDesktopShell({
      dataDirectory,
      policy,
      policyFile: policyIn,
      platform,
      hidden: startsHidden(app, platform, argv),
      startedBy,
      triedFeed: env.ONQUEUE_UPDATE_FEED,
      leave: (last) => void leave(last, true),
      comeBack: (hidden) => {
        app.relaunch(relaunchOptions(argv, env.APPIMAGE, hidden));
        app.exit();
      },
    });
  } catch (error) {
    sayWhyNot(error);
    stopped = true;
    app.exit(1);
  }

  async function quit(ask: boolean): Promise<void> {
    if (ask) {
      if (asking) return;
      asking = true;
      const may = !desktop || (await desktop.mayQuit());
      asking = false;
      if (!may) return;
    }
    await leave(() => app.quit());
  }

  /** A clean quit with this as its last step. An installer may take its time: it unpacks, or asks for a password. */
  async function leave(last: () => void, installs = false): Promise<void> {
    if (stopped) return;
    stopped = true;
    const late = setTimeout(() => app.exit(1), STOP_TIMEOUT_MS).unref();
    await desktop?.stop().catch((error: unknown) => console.error(error));
    // The next process may be the new version: it must find the lock free.
    app.releaseSingleInstanceLock();
    if (installs) clearTimeout(late);
    last();
  }
}

function sayWhyNot(error: unknown): void {
  const language = resolveLanguage('system', app.getPreferredSystemLanguages());
  const sentence =
    error instanceof StartupError
      ? error.sentence(language)
      : error instanceof AppError
        ? errorText(language, error)
        : String(error instanceof Error ? (error.stack ?? error) : error);
  console.error(sentence);
  dialog.showErrorBox(shellTexts(language).startFailed, sentence);
}
