/** Starts a hub from the command line: options, one clear sentence for a failure, signals. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { type Logger, pino } from 'pino';
import type { Language } from '#core/vocabulary.ts';
import { checkPassword, hashPassword } from '../auth/passwords.ts';
import { systemClock } from '../base/clock.ts';
import { Hub, loopback } from './hub.ts';
import { readDirectory } from '../directory/directory.ts';
import { withUsableStatuses, LOCAL_USER_ID, localUser, writeSampleCentre } from '../setup/sample-centre.ts';
import { ensureSystemRecords } from '../setup/system-records.ts';
import { putUser } from '../setup/write.ts';
import { chooseAddress, describeAddress, holdsPassword } from '../store/address.ts';
import { keepNewFilesPrivate } from '../store/private-files.ts';
import { openStore, type Store, StoreError } from '../store/store.ts';
import { hubVersion } from '../base/version.ts';

/** Exit code for problems that the operator has to fix. */
const USAGE = 2;

/** Default database of a hub and of its maintenance commands. */
export const DEFAULT_DATABASE = 'sqlite:onqueue-hub.db';

/** Where a build puts these files. */
const builtPages = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'customer');

interface Options {
  readonly host: string;
  readonly port: number;
  readonly db?: string;
  readonly dbFile?: string;
  readonly embedded?: string;
  readonly language: Language;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly behindProxy: boolean;
  readonly publicUrl?: string;
  readonly webhooksPublicOnly: boolean;
  readonly logLevel: string;
  readonly pages: string;
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  return port;
}

/** The options of `onqueue hub`; the command line adds them to its own command. */
export function hubOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 = any free one', parsePort, 4701)
    .option('--db <address>', `sqlite:PATH or postgres://USER@HOST/DATABASE (default: ${DEFAULT_DATABASE})`)
    .option('--db-file <file>', 'a file whose first line is the address; also ONQUEUE_DB and PGPASSWORD')
    .option(
      '--embedded <file>',
      'keep a user for the person of this machine, whose password stands in this file',
    )
    .option('--language <code>', 'language of the sample contact centre (en, ko)', 'en')
    .option('--tls-cert <file>', 'certificate (PEM); needed to listen elsewhere than on this machine')
    .option('--tls-key <file>', 'key of the certificate (PEM)')
    .option('--behind-proxy', 'a proxy in front of this hub does TLS', false)
    .option('--public-url <url>', 'how customers reach this hub, when it is not its own address')
    .option('--webhooks-public-only', 'never send webhooks to addresses of private networks', false)
    .option('--log-level <level>', 'debug, info, warn, error', 'info')
    .option('--pages <directory>', "where the customers' pages are", builtPages);
}

class UsageError extends Error {}

function readTls(options: Options): { cert: string; key: string } | null {
  if (!options.tlsCert && !options.tlsKey) return null;
  if (!options.tlsCert || !options.tlsKey)
    throw new UsageError('--tls-cert and --tls-key go together; one of them is missing.');
  try {
    return { cert: readFileSync(options.tlsCert, 'utf8'), key: readFileSync(options.tlsKey, 'utf8') };
  } catch (error) {
    throw new UsageError(`The certificate or its key cannot be read: ${(error as Error).message}`);
  }
}

/** The local person's user and password file. An unreadable file is kept under another name and recreated. */
async function provisionLocalUser(store: Store, file: string): Promise<void> {
  const known = readSecret(file);
  const person = known ?? { username: safeUsername(), password: randomBytes(24).toString('base64url') };
  const row = await store.reader
    .selectFrom('app_user')
    .selectAll()
    .where('id', '=', LOCAL_USER_ID)
    .executeTakeFirst();
  if (
    row &&
    known &&
    row.username === known.username &&
    (await checkPassword(known.password, row.password_hash))
  )
    return;
  const passwordHash = await hashPassword(person.password);
  if (row) {
    await store.write((db) =>
      db
        .updateTable('app_user')
        .set({ password_hash: passwordHash })
        .where('id', '=', LOCAL_USER_ID)
        .execute(),
    );
    person.username = row.username;
  } else {
    const directory = await store.read(readDirectory);
    await store.write((db) =>
      putUser(
        db,
        withUsableStatuses(localUser({ username: person.username, name: person.username }), directory),
        passwordHash,
      ),
    );
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(person, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

function safeUsername(): string {
  try {
    return userInfo().username.toLowerCase().replace(/\s+/g, '.') || 'agent';
  } catch {
    return 'agent';
  }
}

function readSecret(file: string): { username: string; password: string } | null {
  if (!existsSync(file)) return null;
  try {
    const { username, password } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // Not JSON: set aside below.
  }
  renameSync(file, `${file}.broken-${Date.now()}`);
  return null;
}

/**
 * Parses, opens, starts; prints one line of JSON to stdout once ready. Exits with 2 for problems that the operator has
 * to fix.
 */
export async function runHub(args: readonly string[]): Promise<void> {
  const command = hubOptions(new Command('onqueue hub').version(hubVersion)).description(
    'Run the routing hub alone, for a team.',
  );
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));
  await startHub(command.parse(args as string[], { from: 'user' }).opts<Options>());
}

export async function startHub(options: Options): Promise<void> {
  keepNewFilesPrivate();
  const log = pino(
    { level: options.logLevel, base: { hub: process.pid } },
    pino.destination({ dest: 2, sync: true }),
  );
  let store: Store | null = null;
  let address: string | null = null;
  try {
    address = chooseAddress(options, process.env, DEFAULT_DATABASE);
    const tls = readTls(options);
    if (!loopback.has(options.host) && !tls && !options.behindProxy)
      throw new UsageError(
        `Listening on ${options.host} without TLS would send passwords in the clear. Give --tls-cert and --tls-key, or --behind-proxy when a proxy does TLS.`,
      );
    if (options.db !== undefined && holdsPassword(options.db))
      log.warn(
        'the password in --db can be read in the list of processes; use --db-file, ONQUEUE_DB or PGPASSWORD',
      );
    if (address.startsWith('sqlite:'))
      mkdirSync(dirname(address.slice('sqlite:'.length)), { recursive: true, mode: 0o700 });
    store = await openStore(address);
    if (options.embedded) {
      const isNew = await store.write((db) => ensureSystemRecords(db, options.language));
      if (isNew) await store.write((db) => writeSampleCentre(db, options.language));
      await provisionLocalUser(store, options.embedded);
    }
    const hub = new Hub({
      store,
      clock: systemClock,
      log,
      options: {
        host: options.host,
        port: options.port,
        tls,
        behindProxy: options.behindProxy,
        publicUrl: options.publicUrl ?? null,
        customerPage: options.pages,
        webhooksPublicOnly: options.webhooksPublicOnly,
      },
    });
    await hub.start();
    stopOnSignals(hub, log);
    log.info({ url: hub.url, version: hubVersion, database: store.kind }, 'hub is ready');
    process.stdout.write(`${JSON.stringify({ ready: true, port: hub.port, url: hub.url })}\n`);
  } catch (error) {
    await store?.close().catch(() => undefined);
    const sentence = sentenceFor(error, options, address);
    if (sentence === null) throw error;
    process.stderr.write(`${sentence}\n`);
    process.exit(USAGE);
  }
}

/** What the operator can do about it; null = a defect of the hub. */
function sentenceFor(error: unknown, options: Options, address: string | null): string | null {
  if (error instanceof StoreError || error instanceof UsageError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${options.port} on ${options.host} is taken. Choose another one with --port.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return `"${path ?? describeAddress(address ?? DEFAULT_DATABASE)}" cannot be written. Choose a folder that this user may write to.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${options.host} is not an address of this machine.`;
  return null;
}

function stopOnSignals(hub: Hub, log: Logger): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'hub is stopping');
    hub.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'hub did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection');
    process.exit(1);
  });
}
