/** A real hub in its own process, and users of its real endpoints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { CustomerContract } from '#core/contract/customer.ts';
import type { HubContract } from '#core/contract/hub.ts';
import { HEARTBEAT_INTERVAL_MS, TOKEN_TTL_MS } from '#core/defaults.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { localUser, writeSampleCentre } from '#hub/setup/sample-centre.ts';
import { ensureSystemRecords } from '#hub/setup/system-records.ts';
import { putUser } from '#hub/setup/write.ts';
import { type Db, openStore } from '#hub/store/store.ts';

export type HubClient = ContractRouterClient<HubContract>;
export type CustomerClient = ContractRouterClient<CustomerContract>;

const compileCache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'onqueue');
const hubMain = join(import.meta.dirname, '..', '..', 'hub', 'app', 'main.ts');

export interface HubProcess {
  readonly url: string;
  readonly pid: number;
  /** From process start to its ready message, in milliseconds. */
  readonly readyAfter: number;
  /** Kills it without warning: kill -9. */
  kill(): Promise<void>;
}

/** Starts `node hub/app/main.ts` with these arguments and waits until it is ready. */
export async function startHubProcess(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<HubProcess> {
  const started = performance.now();
  const child: ChildProcess = spawn(
    process.execPath,
    [...nodeArgs, hubMain, '--port', '0', '--log-level', 'error', ...args],
    // With a compile cache, as every shell starts it.
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
  );
  let words = '';
  child.stderr!.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-8_000)));
  const exited = once(child, 'exit');
  const ready = new Promise<{ url: string }>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) =>
      resolve(JSON.parse(line) as { url: string }),
    );
    void exited.then(() => reject(new Error(`the hub ended before it was ready: ${words}`)));
  });
  const { url } = await ready;
  return {
    url,
    pid: child.pid!,
    readyAfter: performance.now() - started,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the hub had ended by itself: ${words}`);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Fills a new database with the sample centre and these agents. Returns a token for each, which avoids scrypt. */
export async function prepareCentre(
  address: string,
  agents: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const store = await openStore(address);
  const tokens = new Map<string, string>();
  await store.write(async (db) => {
    await ensureSystemRecords(db, 'en');
    await writeSampleCentre(db, 'en');
    for (const name of agents) {
      await putUser(db, { ...localUser({ username: name, name }), id: name, roles: ['agent'] });
      tokens.set(name, await putToken(db, name));
    }
  });
  await store.close();
  return tokens;
}

/** A token for this user, without signing in. */
export async function putToken(db: Db, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = Date.now();
  await db
    .insertInto('token')
    .values({
      hash: createHash('sha256').update(token).digest('hex'),
      user_id: userId,
      device: '',
      created_at: now,
      expires_at: now + TOKEN_TTL_MS,
    })
    .execute();
  return token;
}

/** The customer's page. Each `from` is a separate address, for a hub that runs behind a proxy. */
export const customerPage = (
  url: string,
  token: string | null = null,
  from: string = randomUUID(),
): CustomerClient =>
  createORPCClient(
    new FetchLink({
      url: `${url}/customer`,
      headers: { 'x-forwarded-for': from, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    }),
  );

/** Sign-in and other calls without a socket. */
export const overHttp = (url: string, token: string | null = null): Pick<HubClient, 'auth'> =>
  createORPCClient(
    new FetchLink({
      url: `${url}/rpc`,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    }),
  );

export async function openSocket(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/rpc-socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return socket;
}

export const overSocket = (socket: WebSocket): HubClient =>
  createORPCClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }));

/** An agent's application: one device, one socket, heartbeats, the latest snapshot. */
export class AgentApp {
  readonly name: string;
  readonly deviceId: string;
  readonly runId = randomUUID();
  readonly hub: HubClient;
  readonly socket: WebSocket;
  snapshot: AgentSnapshot | null = null;
  readonly #onSnapshot: (snapshot: AgentSnapshot) => void;
  #timer: NodeJS.Timeout | null = null;

  private constructor(
    name: string,
    deviceId: string,
    socket: WebSocket,
    onSnapshot: (snapshot: AgentSnapshot) => void,
  ) {
    this.name = name;
    this.deviceId = deviceId;
    this.socket = socket;
    this.hub = overSocket(socket);
    this.#onSnapshot = onSnapshot;
  }

  /** Connects and waits for the first snapshot. */
  static async start(
    url: string,
    name: string,
    token: string,
    onSnapshot: (snapshot: AgentSnapshot) => void = () => undefined,
  ): Promise<AgentApp> {
    const app = new AgentApp(name, `${name}-device`, await openSocket(url, token), onSnapshot);
    await app.#watch();
    app.#timer = setInterval(
      () => void app.hub.link.beat({ deviceId: app.deviceId }).catch(() => undefined),
      HEARTBEAT_INTERVAL_MS,
    );
    app.socket.once('close', () => clearInterval(app.#timer!));
    return app;
  }

  async #watch(): Promise<void> {
    const snapshots = await this.hub.link.watch({
      deviceId: this.deviceId,
      deviceName: this.name,
      runId: this.runId,
    });
    const first = await snapshots.next();
    if (first.done) throw new Error('no snapshot came');
    this.snapshot = first.value;
    this.#onSnapshot(first.value);
    void (async () => {
      for await (const snapshot of snapshots) {
        this.snapshot = snapshot;
        this.#onSnapshot(snapshot);
      }
    })().catch(() => undefined);
  }

  stop(): void {
    clearInterval(this.#timer!);
    this.socket.terminate();
  }
}
