/** The whole application as a user starts it: processes, real sockets, a real browser. Everything ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Queue, RoutingConfiguration } from '#core/setup/channels-and-queues.ts';
import type { PresenceConfigurationSettings } from '#core/setup/presence-configuration.ts';
import type { Language } from '#core/vocabulary.ts';
import { readDirectory } from '#hub/directory/directory.ts';
import { writeSampleCentre } from '#hub/setup/sample-centre.ts';
import { ensureSystemRecords } from '#hub/setup/system-records.ts';
import { saveUser } from '#hub/setup/users.ts';
import * as write from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import { keepLog } from './evidence.ts';

const root = join(import.meta.dirname, '..', '..');

export interface CentreChanges {
  readonly language?: Language;
  /** Changes to the presence configuration of everyone in the sample centre. */
  readonly configuration?: Partial<PresenceConfigurationSettings>;
  readonly chatRouting?: Partial<RoutingConfiguration>;
  /** Changes to the queue that chats enter. */
  readonly careQueue?: Partial<Queue>;
  /** Usernames of other agents who can sign in with `PASSWORD`. */
  readonly colleagues?: readonly string[];
}
export const PASSWORD = 'correct horse';

/** A data directory with the sample centre, changed so that a test need not wait minutes. */
export async function prepareCentre(changes: CentreChanges = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'onqueue-app-'));
  await writeCentre(folder, changes);
  return folder;
}

async function writeCentre(folder: string, changes: CentreChanges): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const address = `sqlite:${join(folder, 'hub.db')}`;
  const store = await openStore(address);
  const language = changes.language ?? 'en';
  await store.write(async (db) => {
    await ensureSystemRecords(db, language);
    await writeSampleCentre(db, language);
  });
  const directory = await store.read(readDirectory);
  await store.write(async (db) => {
    const care = directory.configurations.get('care')!;
    await write.putRecord(db, 'configuration', {
      ...care,
      settings: { ...care.settings, ...changes.configuration },
    });
    await write.putRecord(db, 'routing', { ...directory.routing.get('chat')!, ...changes.chatRouting });
    await write.putRecord(db, 'queue', { ...directory.queues.get('care')!, ...changes.careQueue });
  });
  await store.close();
  for (const username of changes.colleagues ?? []) {
    const name = directory.userByName(username)?.name ?? username;
    await saveUser(address, { username, name, password: PASSWORD, roles: ['agent'], profile: 'care' });
  }
}

export interface RunningApp {
  /** The agent's page, with the one-time token. */
  readonly agentUrl: string;
  readonly chatUrl: string;
  readonly hubUrl: string;
  readonly folder: string;
  /** Kills the hub, as a crash would. */
  killHub(): void;
  /** Suspends the hub, which answers nothing while its sockets stay open; and resumes it. */
  silenceHub(silent: boolean): void;
  /** Kills the shell, as a crash would; the hub ends with it. */
  stop(): Promise<void>;
}

/** `npm start` with a data directory, free ports and, in place of this machine's policy, the `policy.json` there. */
export async function startApp(folder: string, args: readonly string[] = []): Promise<RunningApp> {
  const child = spawn(
    process.execPath,
    ['cli/main.ts', 'start', '--no-open', '--port', '0', '--data', folder, ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ONQUEUE_POLICY: join(folder, 'policy.json'),
        LANG: 'en_US.UTF-8',
        LANGUAGE: '',
        LC_ALL: '',
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const forget = keepLog('application', () => output + hubLog(folder));
  const lines = await readLines(
    child,
    args.includes('--hub') ? ['OnQueue: '] : ['OnQueue: ', 'Customer chat: '],
  );
  const chatUrl = lines.get('Customer chat: ') ?? '';
  return {
    agentUrl: lines.get('OnQueue: ')!,
    chatUrl,
    hubUrl: chatUrl.replace(/\/chat$/, ''),
    folder,
    killHub() {
      process.kill(hubPid(folder), 'SIGKILL');
    },
    silenceHub(silent) {
      process.kill(hubPid(folder), silent ? 'SIGSTOP' : 'SIGCONT');
    },
    async stop() {
      forget();
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('close', resolve));
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** The hub's log in the data directory of an application. */
export const hubLog = (folder: string): string => {
  const file = join(folder, 'hub.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** The newest hub's process id, from its log. */
function hubPid(folder: string): number {
  const ready = hubLog(folder)
    .split('\n')
    .filter((line) => line.includes('hub is ready'));
  return (JSON.parse(ready.at(-1)!) as { hub: number }).hub;
}

function readLines(child: ChildProcess, wanted: readonly string[]): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, string>();
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      for (const prefix of wanted) {
        const line = output.split('\n').find((one) => one.startsWith(prefix));
        if (line) found.set(prefix, line.slice(prefix.length).trim());
      }
      if (found.size === wanted.length) resolve(found);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('close', (code) => reject(new Error(`the application ended with ${code}:\n${output}`)));
  });
}
