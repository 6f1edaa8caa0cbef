/** `onqueue user`: users who can sign in to a hub. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { Role } from '#core/vocabulary.ts';
import { DEFAULT_DATABASE } from '#hub/app/run.ts';
import { listUsers, saveUser, setUserActive, setUserPassword } from '#hub/setup/users.ts';
import type { GivenAddress } from '#hub/store/address.ts';
import { StartRefused } from '#agent/installation/startup-error.ts';
import { databaseOptions, existingDatabase, withoutStoreErrors } from './hub-database.ts';

interface PasswordOptions extends GivenAddress {
  readonly passwordFile?: string;
}
interface AddOptions extends PasswordOptions {
  readonly name?: string;
  readonly roles?: readonly Role[];
  /** False = `--no-profile`. */
  readonly profile?: string | false;
}

const roles = (value: string): Role[] => {
  const parsed = Role.array().min(1).safeParse(value.split(','));
  if (!parsed.success)
    throw new StartRefused(`Roles are ${Role.options.join(', ')}, with commas between; "${value}" is not.`);
  return parsed.data;
};

export function userCommand(): Command {
  const command = new Command('user').description('people who may sign in at a hub');
  const one = (name: string, description: string) =>
    databaseOptions(command.command(name).description(description), DEFAULT_DATABASE);
  const passwordFile = () =>
    new Option(
      '--password-file <file>',
      'a file whose first line is the password, instead of standard input',
    );

  one(
    'add',
    'add a user, or change what is given of the one with that name; the password comes from standard input',
  )
    .argument('<username>')
    .option('--name <name>', 'full name (of a new user by default: the username)')
    .option('--roles <list>', 'agent, supervisor, admin (of a new user by default: agent)', roles)
    .option('--profile <developerName>', 'user profile')
    .option('--no-profile', 'take the user profile away')
    .addOption(passwordFile())
    .action((username: string, options: AddOptions) => withoutStoreErrors(() => add(username, options)));

  one('password', 'set the password, from standard input, and end the sign-ins of a user')
    .argument('<username>')
    .addOption(passwordFile())
    .action((username: string, options: PasswordOptions) =>
      withoutStoreErrors(async () => {
        const address = databaseOf(options);
        await setUserPassword(address, username, await readPassword(username, options));
        console.log(`${username} has a new password and is signed out everywhere.`);
      }),
    );

  one('list', 'list the users').action((options: GivenAddress) =>
    withoutStoreErrors(async () => {
      for (const user of await listUsers(databaseOf(options)))
        console.log(
          `${user.username}\t${user.name}\t${user.roles.join(',')}\t${user.active ? 'active' : 'inactive'}`,
        );
    }),
  );

  for (const [name, active, description, done] of [
    ['activate', true, 'let a user sign in again', 'can sign in again'],
    ['deactivate', false, 'end the sign-ins of a user and allow no new ones', 'cannot sign in any more'],
  ] as const)
    one(name, description)
      .argument('<username>')
      .action((username: string, options: GivenAddress) =>
        withoutStoreErrors(async () => {
          await setUserActive(databaseOf(options), username, active);
          console.log(`${username} ${done}.`);
        }),
      );
  return command;
}

const databaseOf = (given: GivenAddress) => existingDatabase(given, DEFAULT_DATABASE);

async function add(username: string, options: AddOptions): Promise<void> {
  const address = databaseOf(options);
  const known = (await listUsers(address)).some(
    (user) => user.username.toLowerCase() === username.trim().toLowerCase(),
  );
  // At a terminal, an existing user keeps the password: `user password` is there to change it.
  const asks = !known || options.passwordFile !== undefined || !process.stdin.isTTY;
  const password = asks ? await readPassword(username, options) : '';
  const done = await saveUser(address, {
    username,
    name: options.name,
    password: password === '' ? undefined : password,
    roles: options.roles,
    profile: options.profile === false ? null : options.profile,
  });
  console.log(`${username} was ${done}.`);
}

/** From the file, from the terminal without an echo, or all of standard input. Never from the command line. */
async function readPassword(username: string, { passwordFile }: PasswordOptions): Promise<string> {
  if (passwordFile !== undefined) return firstLine(fileText(passwordFile));
  if (!process.stdin.isTTY) return firstLine(await text(process.stdin));
  process.stderr.write(`Password for ${username}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const password = await terminal.question('').finally(() => terminal.close());
  process.stderr.write('\n');
  return password;
}

const firstLine = (given: string): string => given.split(/\r?\n/, 1)[0] ?? '';

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartRefused(`The file of the password cannot be read: ${(error as Error).message}.`);
  }
}
