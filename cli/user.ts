/** `onqueue user`: people who may sign in at a hub. */
import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { Role } from '#core/vocabulary.ts';
import { deactivateUser, listUsers, saveUser } from '#hub/setup/users.ts';
import { StoreError } from '#hub/store/store.ts';
import { StartRefused } from '#agent/installation/start-refused.ts';

interface AddOptions {
  readonly db: string;
  readonly name?: string;
  readonly roles: readonly Role[];
  readonly profile?: string;
}

const database = () =>
  new Option('--db <address>', 'sqlite:PATH or postgres://…').default('sqlite:onqueue-hub.db');

const roles = (value: string): Role[] => {
  const parsed = Role.array().min(1).safeParse(value.split(','));
  if (!parsed.success)
    throw new StartRefused(`Roles are ${Role.options.join(', ')}, with commas between; "${value}" is not.`);
  return parsed.data;
};

/** Sentences for people end the command with one line. */
async function inWords(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof StoreError ? new StartRefused(error.message) : error;
  }
}

export const userCommand = (): Command => {
  const command = new Command('user').description('people who may sign in at a hub');
  command
    .command('add')
    .description('add a user, or change the one with that name; the password is read from standard input')
    .argument('<username>')
    .addOption(database())
    .option('--name <name>', 'full name (default: the username)')
    .option('--roles <list>', 'agent, supervisor, admin', roles, ['agent'])
    .option('--profile <developerName>', 'user profile')
    .action((username: string, options: AddOptions) =>
      inWords(
        (async () => {
          const password = (await text(process.stdin)).replace(/\r?\n$/, '');
          const done = await saveUser(options.db, {
            username,
            name: options.name ?? username,
            password,
            roles: options.roles,
            profile: options.profile ?? null,
          });
          console.log(`${username} was ${done}.`);
        })(),
      ),
    );
  command
    .command('list')
    .description('list the users')
    .addOption(database())
    .action((options: { readonly db: string }) =>
      inWords(
        (async () => {
          for (const user of await listUsers(options.db))
            console.log(
              `${user.username}\t${user.name}\t${user.roles.join(',')}\t${user.active ? 'active' : 'inactive'}`,
            );
        })(),
      ),
    );
  command
    .command('deactivate')
    .description('end the sign-ins of a user and allow no new ones')
    .argument('<username>')
    .addOption(database())
    .action((username: string, options: { readonly db: string }) =>
      inWords(
        deactivateUser(options.db, username).then(() => console.log(`${username} cannot sign in any more.`)),
      ),
    );
  return command;
};
