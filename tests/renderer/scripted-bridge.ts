/**
 * A scripted shell for tests: it serves the built renderer under the content policy of the browser shell,
 * checks the start token, and answers the bridge contract with states that the test sets.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { NO_SESSION, secretOf } from '#core/contract/bridge-session.ts';
import { bridgeContract, type Mirror } from '#core/contract/bridge.ts';
import type { CustomerPanel, TransferDestinations } from '#core/contract/commands.ts';
import type { ConversationEvent, Message } from '#core/conversations/message.ts';
import { type ErrorCode, type ErrorParams, errorStatuses } from '#core/errors.ts';
import type { WhyNoWork } from '#core/routing/reasons.ts';

const root = join(import.meta.dirname, '..', '..');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
};
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One value stream with any number of readers; each reader starts with `first`. */
class Feed<T> {
  readonly #readers = new Set<(value: T) => void>();

  push(value: T): void {
    for (const read of this.#readers) read(value);
  }

  async *read(first: readonly T[], signal: AbortSignal | undefined): AsyncGenerator<T> {
    const queue = [...first];
    let wake = () => {};
    const read = (value: T) => {
      queue.push(value);
      wake();
    };
    signal?.addEventListener('abort', () => wake());
    this.#readers.add(read);
    try {
      while (!signal?.aborted) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#readers.delete(read);
    }
  }
}

export interface Call {
  readonly path: string;
  readonly input: unknown;
}
type Answer = (input: never) => unknown;

export class ScriptedBridge {
  /** All received calls, in order. */
  readonly calls: Call[] = [];
  mirror: Mirror;
  drafts: Record<string, string> = {};
  why: WhyNoWork = { waiting: 0, reasons: [] };
  destinations: TransferDestinations = { queues: [], agents: [], profiles: [] };
  panel: CustomerPanel | null = null;
  token = randomUUID();
  readonly #answers = new Map<string, Answer>();
  readonly #mirrors = new Feed<Mirror>();
  readonly #talks = new Map<string, { history: Message[]; feed: Feed<ConversationEvent> }>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Set<string>();
  #refusing = false;
  #away = false;

  constructor(mirror: Mirror) {
    this.mirror = mirror;
  }

  async start(): Promise<this> {
    const handler = new RPCHandler(this.#router());
    this.#server.on('upgrade', (request, socket, head) => {
      if (this.#away) return void socket.destroy();
      this.#sockets.handleUpgrade(request, socket, head, (line) => this.#admit(line, handler));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The address that a user would open. */
  get startUrl(): string {
    return `${this.origin}/#start=${this.token}`;
  }

  /** Changes the mirror and pushes it, with the next revision and a higher snapshot version. */
  push(change: (mirror: Mirror) => Mirror): void {
    const next = change(this.mirror);
    const snapshot =
      next.snapshot && next.snapshot !== this.mirror.snapshot
        ? { ...next.snapshot, version: (this.mirror.snapshot?.version ?? 0) + 1 }
        : next.snapshot;
    this.mirror = { ...next, snapshot, revision: this.mirror.revision + 1, shellTime: Date.now() };
    this.#mirrors.push(this.mirror);
  }

  /** Changes only the snapshot. */
  pushSnapshot(patch: Partial<NonNullable<Mirror['snapshot']>>): void {
    this.push((mirror) => ({ ...mirror, snapshot: mirror.snapshot && { ...mirror.snapshot, ...patch } }));
  }

  /** Sets the answer of a procedure by its path, e.g. `presence.setStatus`. */
  answer(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** Makes a procedure fail with a typed error. */
  refuse(path: string, code: ErrorCode, data: ErrorParams = {}): void {
    this.answer(path, () => this.fail(code, data));
  }

  /** A typed error, thrown from inside an answer. */
  fail(code: ErrorCode, data: ErrorParams = {}): never {
    throw new ORPCError(code, { status: errorStatuses[code], data, defined: true });
  }

  /** Restores the usual answer of a procedure. */
  forget(path: string): void {
    this.#answers.delete(path);
  }

  /** Inputs of every call of one procedure so far. */
  callsOf(path: string): readonly unknown[] {
    return this.calls.filter((call) => call.path === path).map((call) => call.input);
  }

  /** The content of a conversation before it is watched. */
  history(workItemId: string, messages: readonly Message[]): void {
    this.#talk(workItemId).history.push(...messages);
  }

  /** An increment of a conversation. */
  event(workItemId: string, event: ConversationEvent): void {
    const talk = this.#talk(workItemId);
    if (event.kind === 'messages') talk.history.push(...event.messages);
    talk.feed.push(event);
  }

  /** Makes the shell unreachable: closes every connection and accepts none until `comeBack`. */
  goAway(): void {
    this.#away = true;
    for (const line of this.#sockets.clients) line.terminate();
  }

  comeBack(): void {
    this.#away = false;
  }

  /** Invalidates the session. */
  refuseSessions(): void {
    this.#refusing = true;
    for (const line of this.#sockets.clients) line.close(NO_SESSION);
  }

  async stop(): Promise<void> {
    for (const line of this.#sockets.clients) line.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #admit(line: WebSocket, handler: RPCHandler<Record<never, never>>): void {
    line.once('message', (frame: Buffer) => {
      const session = secretOf(frame.toString());
      if (this.#refusing || session === null || !this.#sessions.has(session)) return line.close(NO_SESSION);
      void handler.upgrade(line, { context: {} });
    });
  }

  #talk(workItemId: string) {
    let talk = this.#talks.get(workItemId);
    if (!talk) this.#talks.set(workItemId, (talk = { history: [], feed: new Feed() }));
    return talk;
  }

  /** Returns the test's answer, else `usual`. */
  #on<Input, Output>(path: string, usual: (input: Input) => Output) {
    return ({ input }: { input: Input }): Output => {
      this.calls.push({ path, input });
      const answer = this.#answers.get(path) as ((input: Input) => unknown) | undefined;
      return (answer ? answer(input) : usual(input)) as Output;
    };
  }

  #router() {
    const os = implement(bridgeContract);
    const done = () => ({ version: this.mirror.snapshot?.version ?? 0 });
    const nothing = () => ({});
    return os.router({
      mirror: {
        watch: os.mirror.watch.handler(({ signal }) =>
          this.#mirrors.read([{ ...this.mirror, shellTime: Date.now() }], signal),
        ),
      },
      window: {
        report: os.window.report.handler(this.#on('window.report', nothing)),
        ringHere: os.window.ringHere.handler(this.#on('window.ringHere', nothing)),
        fit: os.window.fit.handler(this.#on('window.fit', nothing)),
        active: os.window.active.handler(this.#on('window.active', nothing)),
      },
      player: {
        report: os.player.report.handler(this.#on('player.report', nothing)),
        test: os.player.test.handler(this.#on('player.test', nothing)),
      },
      settings: {
        update: os.settings.update.handler(
          this.#on('settings.update', (patch: Partial<Mirror['settings']>) => {
            this.push((mirror) => ({ ...mirror, settings: { ...mirror.settings, ...patch } }));
            return {};
          }),
        ),
        dismissAlarm: os.settings.dismissAlarm.handler(
          this.#on('settings.dismissAlarm', ({ alarmId }: { alarmId: string }) => {
            this.push((mirror) => ({ ...mirror, alarms: mirror.alarms.filter(({ id }) => id !== alarmId) }));
            return {};
          }),
        ),
      },
      drafts: {
        all: os.drafts.all.handler(this.#on('drafts.all', () => this.drafts)),
        save: os.drafts.save.handler(
          this.#on('drafts.save', ({ workItemId, text }: { workItemId: string; text: string }) => {
            this.drafts[workItemId] = text;
            return {};
          }),
        ),
      },
      account: {
        signIn: os.account.signIn.handler(this.#on('account.signIn', nothing)),
        signOut: os.account.signOut.handler(this.#on('account.signOut', nothing)),
        changePassword: os.account.changePassword.handler(this.#on('account.changePassword', nothing)),
        useEmbedded: os.account.useEmbedded.handler(this.#on('account.useEmbedded', nothing)),
      },
      presence: {
        setStatus: os.presence.setStatus.handler(this.#on('presence.setStatus', done)),
        queueStatus: os.presence.queueStatus.handler(this.#on('presence.queueStatus', done)),
        clearQueuedStatus: os.presence.clearQueuedStatus.handler(
          this.#on('presence.clearQueuedStatus', done),
        ),
        whyNoWork: os.presence.whyNoWork.handler(this.#on('presence.whyNoWork', () => this.why)),
      },
      work: {
        accept: os.work.accept.handler(this.#on('work.accept', done)),
        decline: os.work.decline.handler(this.#on('work.decline', done)),
        end: os.work.end.handler(this.#on('work.end', done)),
        hold: os.work.hold.handler(this.#on('work.hold', done)),
        resume: os.work.resume.handler(this.#on('work.resume', done)),
        backToQueue: os.work.backToQueue.handler(this.#on('work.backToQueue', done)),
        transfer: os.work.transfer.handler(this.#on('work.transfer', done)),
        cancelTransfer: os.work.cancelTransfer.handler(this.#on('work.cancelTransfer', done)),
        extendWrapUp: os.work.extendWrapUp.handler(this.#on('work.extendWrapUp', done)),
        finishWrapUp: os.work.finishWrapUp.handler(this.#on('work.finishWrapUp', done)),
        saveNotes: os.work.saveNotes.handler(this.#on('work.saveNotes', done)),
        askSupervisor: os.work.askSupervisor.handler(this.#on('work.askSupervisor', done)),
        dismissNotice: os.work.dismissNotice.handler(this.#on('work.dismissNotice', done)),
        destinations: os.work.destinations.handler(this.#on('work.destinations', () => this.destinations)),
      },
      conversation: {
        watch: os.conversation.watch.handler(({ input, signal }) => {
          const { history, feed: talk } = this.#talk(input.workItemId);
          return talk.read(
            [
              {
                kind: 'history',
                messages: [...history],
                marks: { delivered: 0, read: 0 },
                more: (history[0]?.number ?? 1) > 1,
              },
            ],
            signal,
          );
        }),
        older: os.conversation.older.handler(this.#on('conversation.older', (): Message[] => [])),
        send: os.conversation.send.handler(
          this.#on(
            'conversation.send',
            ({ workItemId, clientId, text }: { workItemId: string; clientId: string; text: string }) => {
              const number = (this.#talk(workItemId).history.at(-1)?.number ?? 0) + 1;
              const message: Message = {
                number,
                clientId,
                from: 'agent',
                sender: this.mirror.snapshot?.agent.name ?? '',
                text,
                event: null,
                at: Date.now(),
              };
              this.event(workItemId, { kind: 'messages', messages: [message] });
              return message;
            },
          ),
        ),
        typing: os.conversation.typing.handler(this.#on('conversation.typing', nothing)),
        markRead: os.conversation.markRead.handler(this.#on('conversation.markRead', nothing)),
        panel: os.conversation.panel.handler(
          this.#on(
            'conversation.panel',
            (): CustomerPanel =>
              this.panel ?? {
                customer: '',
                since: 0,
                fields: {},
                claims: {},
                popUpUrl: null,
                earlier: [],
                quickReplies: [],
              },
          ),
        ),
      },
      update: { restart: os.update.restart.handler(this.#on('update.restart', () => ({}))) },
      practice: {
        start: os.practice.start.handler(this.#on('practice.start', done)),
        stop: os.practice.stop.handler(this.#on('practice.stop', done)),
      },
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.origin);
    if (request.method === 'POST' && pathname === '/session') return this.#session(request, response);
    const [folder, name] = pathname.startsWith('/sounds/')
      ? ['assets/sounds', pathname.slice('/sounds/'.length)]
      : ['dist/renderer', pathname === '/' ? 'index.html' : pathname];
    try {
      const body = await readFile(join(root, folder, normalize(`/${name}`)));
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async #session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { token } = JSON.parse(Buffer.concat(chunks).toString()) as { token: string };
    if (token !== this.token) return void response.writeHead(401).end();
    const session = randomUUID();
    this.#sessions.add(session);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ secret: session }));
  }
}
