/**
 * A hub for tests: implements the real contract over real HTTP and WebSockets, holds one agent's snapshot, and follows
 * the script: cuts, silence, refused tokens, lost responses. Work is simulated only as far as a client sees it.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler as HttpHandler } from '@orpc/server/node';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { hubContract } from '#core/contract/hub.ts';
import type { Message } from '#core/conversations/message.ts';
import { PROTOCOL, PROTOCOL_HEADER } from '#core/defaults.ts';
import { AppError } from '#core/errors.ts';
import type { AgentSnapshot } from '#core/snapshot.ts';
import { ChangeNotifier } from '#agent/mirror/change-notifier.ts';
import { aSnapshot, aWrapUp, openWork } from './snapshots.ts';

interface Call {
  /** `work.accept`, … */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ScriptedHubOptions {
  /** The hub's clock. */
  readonly now: () => number;
  readonly username?: string;
  readonly password?: string;
  /** 0 = any free port. */
  readonly port?: number;
}

interface Context {
  readonly socket: WebSocket | null;
}

export type ScriptedHub = Awaited<ReturnType<typeof startScriptedHub>>;

export async function startScriptedHub(options: ScriptedHubOptions) {
  const { now, username = 'mina', password = 'correct horse' } = options;
  const calls: Call[] = [];
  const answers = new Map<string, { version: number }>();
  const tokens = new Set<string>();
  const sockets = new Set<WebSocket>();
  const pushes = new ChangeNotifier();
  const conversations = new Map<string, { messages: Message[]; pushes: ChangeNotifier }>();
  let snapshot = aSnapshot(now());
  let silent = false;
  let refusing = false;
  let loseNextAnswer = false;
  let refusal: AppError | null = null;

  /** The next state: increases the version and sets the hub's time. */
  function push(change: (held: AgentSnapshot) => Partial<AgentSnapshot>): void {
    snapshot = { ...snapshot, ...change(snapshot), version: snapshot.version + 1, hubTime: now() };
    pushes.changed();
  }

  function conversation(workItemId: string) {
    const held = conversations.get(workItemId) ?? { messages: [], pushes: new ChangeNotifier() };
    conversations.set(workItemId, held);
    return held;
  }

  /** A message arrives in a conversation, and in the work list. */
  function say(
    workItemId: string,
    from: Message['from'],
    text: string,
    clientId: string = randomUUID(),
  ): Message {
    const held = conversation(workItemId);
    const known = held.messages.find((message) => message.clientId === clientId);
    if (known) return known;
    const sender = from === 'customer' ? 'Customer' : 'Mina Park';
    const at = now();
    const number = (held.messages.at(-1)?.number ?? 0) + 1;
    const message: Message = { number, clientId, from, sender, text, event: null, at };
    held.messages.push(message);
    held.pushes.changed();
    const seen = from === 'customer' || from === 'agent' ? { text, from, at } : null;
    push(({ work }) => ({
      work: work.map((item) =>
        item.workItemId === workItemId && item.conversation
          ? {
              ...item,
              conversation: {
                ...item.conversation,
                lastNumber: number,
                unread: item.conversation.unread + (from === 'customer' ? 1 : 0),
                lastMessage: seen ?? item.conversation.lastMessage,
              },
            }
          : item,
      ),
    }));
    return message;
  }

  const os = implement(hubContract)
    .$context<Context>()
    .use(async ({ context, path, next }, input) => {
      const name = path.join('.');
      const given = (input ?? {}) as Record<string, unknown>;
      calls.push({ name, input: given });
      try {
        if (refusal && 'commandId' in given) throw refusal;
        const result = await next();
        if (loseNextAnswer && 'commandId' in given) {
          loseNextAnswer = false;
          context.socket?.terminate();
        }
        return result;
      } catch (error) {
        if (error instanceof AppError)
          throw new ORPCError(error.code, { status: error.status, data: error.params });
        throw error;
      }
    });

  /** Carries out a command once; a replay gets the first result. */
  function once(
    input: { commandId: string },
    change: (held: AgentSnapshot) => Partial<AgentSnapshot> = () => ({}),
  ) {
    const known = answers.get(input.commandId);
    if (known) return known;
    push(change);
    const answer = { version: snapshot.version };
    answers.set(input.commandId, answer);
    return answer;
  }
  const numberOf = (id: string) => Number(id.split('-').at(-1));
  const present = (statusId: string, held: AgentSnapshot): Partial<AgentSnapshot> => {
    const status = held.statuses.find(({ id }) => id === statusId);
    if (!status) throw new AppError('STATUS_NOT_GRANTED');
    return {
      presence: { ...held.presence, status, effectiveBase: status.base, since: now(), reason: 'manual' },
    };
  };
  const without = <T extends { agentWorkId: string }>(list: readonly T[], id: string) =>
    list.filter(({ agentWorkId }) => agentWorkId !== id);

  const router = os.router({
    auth: {
      signIn: os.auth.signIn.handler(({ input }) => {
        if (input.username !== username || input.password !== password)
          throw new AppError('WRONG_CREDENTIALS');
        const token = randomUUID();
        tokens.add(token);
        const { id: userId, name, roles } = snapshot.agent;
        return { token, expiresAt: now() + 86_400_000, userId, name, roles };
      }),
      signOut: os.auth.signOut.handler(() => ({})),
      changePassword: os.auth.changePassword.handler(() => ({})),
    },
    link: {
      watch: os.link.watch.handler(async function* ({ input, signal }) {
        snapshot = { ...snapshot, ringingDeviceId: snapshot.ringingDeviceId ?? input.deviceId };
        yield* pushes.watch(() => ({ ...snapshot, hubTime: now() }), signal);
      }),
      beat: os.link.beat.handler(() => ({ hubTime: now(), version: snapshot.version })),
      ringHere: os.link.ringHere.handler(({ input }) =>
        once(input, () => ({ ringingDeviceId: input.deviceId })),
      ),
      soundFailed: os.link.soundFailed.handler(() => ({})),
    },
    presence: {
      setStatus: os.presence.setStatus.handler(({ input }) =>
        once(input, (held) => present(input.statusId, held)),
      ),
      queueStatus: os.presence.queueStatus.handler(({ input }) =>
        once(input, (held) => ({
          presence: {
            ...held.presence,
            next: held.statuses.find(({ id }) => id === input.statusId) ?? null,
          },
        })),
      ),
      clearQueuedStatus: os.presence.clearQueuedStatus.handler(({ input }) =>
        once(input, (held) => ({ presence: { ...held.presence, next: null } })),
      ),
      reportActivity: os.presence.reportActivity.handler(({ input }) => once(input)),
      signOut: os.presence.signOut.handler(({ input }) =>
        once(input, (held) => ({ presence: { ...held.presence, signedIn: false } })),
      ),
      whyNoWork: os.presence.whyNoWork.handler(() => ({ waiting: 0, reasons: [] })),
    },
    work: {
      accept: os.work.accept.handler(({ input }) =>
        once(input, ({ offers, work }) => {
          if (!offers.some(({ agentWorkId }) => agentWorkId === input.agentWorkId))
            throw new AppError('TOO_LATE');
          return {
            offers: without(offers, input.agentWorkId),
            work: [...work, openWork(numberOf(input.agentWorkId), now())],
          };
        }),
      ),
      decline: os.work.decline.handler(({ input }) =>
        once(input, ({ offers }) => ({ offers: without(offers, input.agentWorkId) })),
      ),
      end: os.work.end.handler(({ input }) =>
        once(input, ({ work, wrapUps }) => ({
          work: without(work, input.agentWorkId),
          wrapUps: [...wrapUps, aWrapUp(numberOf(input.agentWorkId), now())],
        })),
      ),
      hold: os.work.hold.handler(({ input }) => once(input)),
      resume: os.work.resume.handler(({ input }) => once(input)),
      backToQueue: os.work.backToQueue.handler(({ input }) =>
        once(input, ({ work }) => ({ work: without(work, input.agentWorkId) })),
      ),
      transfer: os.work.transfer.handler(({ input }) => once(input)),
      cancelTransfer: os.work.cancelTransfer.handler(({ input }) => once(input)),
      extendWrapUp: os.work.extendWrapUp.handler(({ input }) =>
        once(input, ({ wrapUps }) => ({
          wrapUps: wrapUps.map((wrapUp) =>
            wrapUp.agentWorkId === input.agentWorkId
              ? {
                  ...wrapUp,
                  deadline: wrapUp.deadline + wrapUp.extensionSeconds * 1_000,
                  extensionsUsed: wrapUp.extensionsUsed + 1,
                }
              : wrapUp,
          ),
        })),
      ),
      finishWrapUp: os.work.finishWrapUp.handler(({ input }) =>
        once(input, ({ wrapUps }) => ({ wrapUps: without(wrapUps, input.agentWorkId) })),
      ),
      saveNotes: os.work.saveNotes.handler(({ input }) => once(input)),
      askSupervisor: os.work.askSupervisor.handler(({ input }) => once(input)),
      dismissNotice: os.work.dismissNotice.handler(({ input }) =>
        once(input, ({ notices }) => ({ notices: notices.filter(({ id }) => id !== input.noticeId) })),
      ),
      destinations: os.work.destinations.handler(() => ({ queues: [], agents: [], profiles: [] })),
    },
    conversation: {
      watch: os.conversation.watch.handler(async function* ({ input, signal }) {
        const held = conversation(input.workItemId);
        let last = input.after;
        const since = () => held.messages.filter(({ number }) => number > last);
        const history = since();
        last = history.at(-1)?.number ?? last;
        yield { kind: 'history' as const, messages: history, marks: { delivered: 0, read: 0 }, more: false };
        for await (const messages of held.pushes.watch(since, signal)) {
          if (messages.length === 0) continue;
          last = messages.at(-1)?.number ?? last;
          yield { kind: 'messages' as const, messages };
        }
      }),
      older: os.conversation.older.handler(({ input }) =>
        conversation(input.workItemId).messages.filter(({ number }) => number < input.before),
      ),
      send: os.conversation.send.handler(({ input }) =>
        say(input.workItemId, 'agent', input.text, input.clientId),
      ),
      typing: os.conversation.typing.handler(() => ({})),
      markRead: os.conversation.markRead.handler(() => ({})),
      panel: os.conversation.panel.handler(() => ({
        customer: 'Customer',
        since: now(),
        fields: {},
        popUpUrl: null,
        earlier: [],
        quickReplies: [],
      })),
    },
    practice: {
      start: os.practice.start.handler(({ input }) => once(input)),
      stop: os.practice.stop.handler(({ input }) => once(input)),
    },
  });

  let protocol = PROTOCOL;
  const overHttp = new HttpHandler(router);
  const overSocket = new SocketHandler(router);
  const server = createServer(async (request, response) => {
    const { matched } = await overHttp.handle(request, response, {
      prefix: '/rpc',
      context: { socket: null },
    });
    if (matched) return;
    if (request.url === '/health') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ status: 'ok', version: '0.0.0', protocol }));
    }
    const sound = request.url?.startsWith('/sounds/') && authorized(request);
    response.writeHead(sound ? 200 : 404, { 'content-type': sound ? 'audio/wav' : 'text/plain' });
    response.end(sound ? 'RIFF' : 'not found');
  });
  const authorized = (request: IncomingMessage) =>
    tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, ''));

  const upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  upgrades.on('headers', (headers) => headers.push(`${PROTOCOL_HEADER}: ${protocol}`));
  let upgradeCount = 0;
  server.on('upgrade', (request, socket, head) => {
    upgradeCount += 1;
    if (refusing) return socket.destroy();
    if (request.url !== '/rpc-socket' || !authorized(request))
      return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    upgrades.handleUpgrade(request, socket, head, (open) => {
      sockets.add(open);
      open.on('close', () => sockets.delete(open));
      const heard = {
        send: (data: string) => {
          if (!silent) open.send(data);
        },
        addEventListener: (type: 'message', listener: (event: unknown) => void) =>
          open.addEventListener(type, (event) => {
            if (type !== 'message' || !silent) listener(event);
          }),
      };
      void overSocket.upgrade(heard as unknown as WebSocket, { context: { socket: open } });
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    username,
    password,
    calls,
    /** Names of the calls so far, in order. */
    named: (name: string) => calls.filter((call) => call.name === name),
    get snapshot() {
      return snapshot;
    },
    /** The tokens that it has issued and accepts. */
    get tokens(): readonly string[] {
      return [...tokens];
    },
    /** From now on it reports another protocol version. */
    speak(another: number) {
      protocol = another;
    },
    get connections() {
      return sockets.size;
    },
    /** Every attempt to open a socket, including refused ones. */
    get upgrades() {
      return upgradeCount;
    },
    push,
    say,
    /** Ends every socket abruptly, as a broken cable does. */
    cut: () => sockets.forEach((socket) => socket.terminate()),
    /** Half-open: sockets stay open, but nothing is received or answered. */
    silence: (on: boolean) => (silent = on),
    /** New connections fail. */
    refuse: (on: boolean) => (refusing = on),
    /** Invalidates all tokens, as after a long sleep. */
    revokeTokens: () => tokens.clear(),
    /** The next command is carried out, and the connection is cut before its response. */
    loseNextAnswer: () => (loseNextAnswer = true),
    /** Every command is refused with this error; `null` = carried out again. */
    refuseCommands: (error: AppError | null) => (refusal = error),
    async close() {
      sockets.forEach((socket) => socket.terminate());
      upgrades.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
