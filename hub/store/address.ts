/**
 * Location of the database: `sqlite:PATH` or `postgres://…`. An address may contain a password, so it is never printed
 * as given, and it can be passed in ways that a process list does not show.
 */
import { readFileSync } from 'node:fs';
import { StoreError } from './store-error.ts';

export type StoreAddress = string;

/** The options of a command; each may be omitted. */
export interface GivenAddress {
  readonly db?: string | undefined;
  readonly dbFile?: string | undefined;
}

const POSTGRES = /^postgres(ql)?:\/\//;

export const isPostgres = (address: StoreAddress): boolean => POSTGRES.test(address);

/**
 * `--db`, else the first line of `--db-file`, else `ONQUEUE_DB`, else `fallback`.
 * @throws {StoreError} when both options are given or the file cannot be read
 */
export function chooseAddress(
  { db, dbFile }: GivenAddress,
  env: NodeJS.ProcessEnv,
  fallback: StoreAddress,
): StoreAddress {
  if (db !== undefined && dbFile !== undefined) throw new StoreError('Give --db or --db-file, not both.');
  if (db !== undefined) return db;
  if (dbFile !== undefined) return addressInFile(dbFile);
  return env.ONQUEUE_DB || fallback;
}

function addressInFile(file: string): StoreAddress {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StoreError(`The file of --db-file cannot be read: ${(error as Error).message}.`);
  }
  const address = (text.split(/\r?\n/, 1)[0] ?? '').trim();
  if (address === '') throw new StoreError(`"${file}" holds no address of a database in its first line.`);
  return address;
}

/**
 * The parts of a PostgreSQL address. Missing parts come from PGHOST, PGUSER, PGPASSWORD and the other standard
 * variables, or from the password file.
 * @throws {StoreError} for an address with characters that would make a part of the password look like a host
 */
export function parsePostgresAddress(address: StoreAddress): URL {
  const url = URL.parse(address);
  const rest = url && decodable(`${url.pathname}${url.search}${url.hash}`);
  if (!url || rest === null || rest.includes('@') || url.hash !== '')
    throw new StoreError(
      'The address of the PostgreSQL database cannot be read. Leave the password out and give it in PGPASSWORD, or write it in the address with % codes: %23 for #, %2F for /, %3F for ?, %40 for @, %25 for %.',
    );
  return url;
}

/** The decoded text, if its % escapes are valid. */
function decodable(text: string): string | null {
  try {
    decodeURIComponent(text);
    return text;
  } catch {
    return null;
  }
}

/** The address without name and password, for messages and logs. */
export function describeAddress(address: StoreAddress): string {
  if (!isPostgres(address)) return address.startsWith('sqlite:') ? address : 'a database';
  return `postgres://${serverOf(address)}${parsePostgresAddress(address).pathname}`;
}

/** Host and port of a PostgreSQL address, for messages. @throws {StoreError} */
export const serverOf = (address: StoreAddress): string =>
  parsePostgresAddress(address).host || process.env.PGHOST || 'localhost';

/** Whether the address contains a password, which every user of the machine can read in a process list. */
export const holdsPassword = (address: StoreAddress): boolean =>
  isPostgres(address) && parsePostgresAddress(address).password !== '';
