/** `onqueue start`: the application on the desktop, or in the system's browser, with its own hub or a team's. */
import { Command } from 'commander';
import { AppError } from '#core/errors.ts';
import { errorText } from '#core/i18n/texts.ts';
import { type BrowserShell, startBrowserShell } from '#web/browser-shell.ts';
import { mintStartToken } from '#web/session.ts';
import { runningPagesUrl } from '#agent/installation/data-lock.ts';
import { isFree } from '#agent/installation/free-port.ts';
import { policyFile, readPolicy } from '#agent/installation/policy-file.ts';
import { useSystemCertificateAuthorities } from '#agent/link/system-certificates.ts';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { buildDesktop, buildPages } from './build-pages.ts';
import { electronFolder, findDesktopRuntime, runDesktopShell } from './desktop-shell.ts';
import { downloadRuntime } from './fetch-runtime.ts';
import {
  defaultDataDirectory,
  prepareDataDirectory,
  archiveDataDirectory,
} from '#agent/installation/data-directory.ts';
import { root, version } from './installation.ts';
import { openBrowser } from './open-browser.ts';

const DEFAULT_PORT = 4_700;
/** A quit that takes longer than this is forced. */
const STOP_TIMEOUT_MS = 10_000;
/** Signals closer together than this count as one. */
const SIGNAL_DEBOUNCE_MS = 300;

interface Options {
  readonly port?: string;
  readonly data?: string;
  readonly fresh?: true;
  readonly open: boolean;
  readonly browser?: true;
  readonly desktop?: true;
  readonly hub?: string;
}

export const startCommand = (): Command =>
  new Command('start')
    .description('open OnQueue: on the desktop where Electron can be had, else in the browser')
    .option('--browser', 'in the browser, also where the desktop shell could be had')
    .option('--desktop', 'fetch the desktop shell also where that has failed before')
    .option('--port <number>', `port of the application on this machine (default: ${DEFAULT_PORT})`)
    .option('--data <directory>', 'where settings and the embedded hub keep their data (or ONQUEUE_DATA)')
    .option('--fresh', 'begin anew; what was there is kept beside it as a backup')
    .option('--no-open', 'only print the address')
    .option('--hub <address>', "work with your team's hub instead of the embedded one")
    .action(start);

async function start(options: Options): Promise<void> {
  useSystemCertificateAuthorities();
  const port = portOf(options.port);
  const dataDirectory = options.data ?? defaultDataDirectory(process.env, process.platform);
  if (options.fresh) {
    const backup = await archiveDataDirectory(dataDirectory, new Date());
    if (backup !== null) console.log(`The data so far is kept in ${backup}`);
  }
  prepareDataDirectory(dataDirectory);
  const running = await runningPagesUrl(dataDirectory);
  if (running !== null) return openAgain(running, dataDirectory, options);
  if (options.port !== undefined && port !== 0 && !(await isFree(port))) throw taken(port);

  if (wantsDesktop(options)) {
    const electron = electronFolder(root);
    const { env, platform } = process;
    const { program, why } = await findDesktopRuntime({
      env,
      platform,
      electron,
      fetch: (folder) => downloadRuntime(folder, { out: process.stdout }),
      again: options.desktop ?? false,
    });
    let whyNot = why;
    if (program !== null) {
      await Promise.all([buildPages(root, console.log), buildDesktop(root)]);
      const ended = await runDesktopShell({ program, root, dataDirectory, env, platform });
      if (ended.why === null) {
        process.exitCode = ended.code;
        return;
      }
      whyNot = ended.why;
    }
    console.log(`Opening in the browser: ${whyNot}.`);
  }

  const starting = startBrowserShell({
    root,
    dataDirectory,
    version,
    port,
    whenTaken: options.port === undefined ? 'next' : 'fail',
    policy: readPolicy(policyFile(process.platform, process.env, false), process.platform),
    hub: options.hub ?? null,
    meanwhile: () => buildPages(root, console.log),
  });
  stopOnSignal(starting);
  const shell = await starting.catch((error: unknown) => {
    throw inWords(error, port);
  });
  if (options.port === undefined && shell.port !== port)
    console.log(`Port ${port} is taken, using ${shell.port}.`);
  console.log(`OnQueue: ${shell.startUrl}`);
  if (shell.chatPage !== null) console.log(`Customer chat: ${shell.chatPage}`);
  if (options.open) openBrowser(shell.startUrl, process.env, process.platform);
}

/** The application already runs: print another one-time address of it and exit. */
function openAgain(url: string, dataDirectory: string, { open }: Options): void {
  const address = `${url}/#start=${mintStartToken(dataDirectory, Date.now())}`;
  console.log('OnQueue is already running. This address opens it once, within two minutes:');
  console.log(`OnQueue: ${address}`);
  if (open) openBrowser(address, process.env, process.platform);
}

/** A port, a hub for this run, or no window at all are options of the browser shell only. */
const wantsDesktop = ({ browser, port, hub, open }: Options): boolean =>
  !browser && open && port === undefined && hub === undefined;

function portOf(given: string | undefined): number {
  if (given === undefined) return DEFAULT_PORT;
  const port = /^\d+$/.test(given) ? Number(given) : NaN;
  if (!(port <= 65_535)) throw new StartRefused(`"${given}" is no port: give a number from 0 to 65535.`);
  return port;
}

/** The sentence for the error that kept the shell from starting; unexpected errors pass unchanged. */
function inWords(error: unknown, port: number): unknown {
  if (error instanceof AppError && error.params.field === 'hub') return hubRefused(error.params.why);
  if (error instanceof AppError) return new StartRefused(errorText('en', error));
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return taken(port);
  if (code === 'EACCES') return new StartRefused(`Port ${port} may not be used; choose another with --port.`);
  return error;
}

function hubRefused(why: unknown): StartRefused {
  if (why === 'https-needed')
    return new StartRefused(
      'Over a network a hub is reached by https only: passwords must not travel in clear.',
    );
  if (why === 'no-credentials-in-address')
    return new StartRefused('Leave name and password out of the address of the hub; you are asked for them.');
  return new StartRefused('That is no address of a hub; give one like https://hub.example.org.');
}

const taken = (port: number) => new StartRefused(`Port ${port} is taken; choose another with --port.`);

/** Ctrl+C quits cleanly, also during the start; pressed again, at once. */
function stopOnSignal(starting: Promise<BrowserShell>): void {
  let stoppingSince: number | null = null;
  const stop = () => {
    // The library that writes the settings raises every signal a second time for itself.
    if (stoppingSince !== null && performance.now() - stoppingSince < SIGNAL_DEBOUNCE_MS) return;
    if (stoppingSince !== null) process.exit(130);
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    starting
      .then((shell) => shell.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
