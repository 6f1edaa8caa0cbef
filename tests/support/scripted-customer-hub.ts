/** A hub as customers' pages see it: the built pages, the customer contract, a script that can cut the connection. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { extname, join } from 'node:path';
import { implement, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { customerContract } from '#core/contract/customer.ts';
import type { CustomerEvent, CustomerView, Message } from '#core/conversations/message.ts';
import { ChangeNotifier } from '#agent/mirror/change-notifier.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const waiting: CustomerView = {
  state: 'waiting',
  position: 2,
  estimatedWaitSeconds: 180,
  agent: null,
  agentTyping: false,
  marks: { delivered: 0, read: 0 },
  endedBy: null,
};

export type ScriptedCustomerHub = Awaited<ReturnType<typeof startScriptedCustomerHub>>;

/** `pages` = the directory of the built pages, `null` = none are served. */
export async function startScriptedCustomerHub(pages: string | null) {
  const pushes = new ChangeNotifier();
  const started = new Map<string, { token: string; workItemId: string }>();
  const calls: { readonly name: string; readonly input: unknown }[] = [];
  let token = '';
  let view = waiting;
  let messages: Message[] = [];
  let refusing = false;
  let loseNextAnswer = false;

  function say(from: Message['from'], text: string, clientId: string = randomUUID()): Message {
    const known = messages.find((message) => message.clientId === clientId);
    if (known) return known;
    const number = (messages.at(-1)?.number ?? 0) + 1;
    const sender = from === 'agent' ? (view.agent ?? 'Agent') : '';
    const message: Message = { number, clientId, from, sender, text, event: null, at: Date.now() };
    messages.push(message);
    pushes.changed();
    return message;
  }

  const os = implement(customerContract)
    .$context<{ readonly token: string; readonly cut: () => void }>()
    .use(async ({ context, path, next }, input) => {
      const name = path.join('.');
      calls.push({ name, input });
      const open = name === 'page' || name === 'start';
      if (!open && (token === '' || context.token !== token))
        throw new ORPCError('NOT_SIGNED_IN', { status: 401 });
      const result = await next();
      if (loseNextAnswer && name === 'send') {
        loseNextAnswer = false;
        context.cut();
      }
      return result;
    });
  const router = os.router({
    page: os.page.handler(() => ({
      centre: 'Harbour Outfitters',
      queue: null,
      welcome: 'Welcome aboard. What can we do for you?',
      staffed: true,
    })),
    start: os.start.handler(({ input }) => {
      const known = started.get(input.startId);
      if (known) return known;
      token = randomUUID();
      view = waiting;
      messages = [];
      const chat = { token, workItemId: randomUUID() };
      started.set(input.startId, chat);
      return chat;
    }),
    watch: os.watch.handler(async function* ({ input, signal }): AsyncGenerator<CustomerEvent> {
      let last = input.after;
      let shown: CustomerView | null = null;
      const read = () => ({
        view,
        fresh: messages.filter(({ number, from }) => number > last && from !== 'whisper'),
      });
      for await (const { view: next, fresh } of pushes.watch(read, signal)) {
        if (next !== shown) yield { kind: 'view', view: next };
        shown = next;
        last = fresh.at(-1)?.number ?? last;
        if (fresh.length > 0) yield { kind: 'messages', messages: fresh };
      }
    }),
    older: os.older.handler(() => ({ messages: [], more: false })),
    send: os.send.handler(({ input }) => say('customer', input.text, input.clientId)),
    typing: os.typing.handler(() => ({})),
    markRead: os.markRead.handler(() => ({})),
    end: os.end.handler(() => {
      change({ state: 'ended', endedBy: 'customer' });
      return {};
    }),
  });
  function change(patch: Partial<CustomerView>): void {
    view = { ...view, ...patch };
    pushes.changed();
  }

  const handler = new RPCHandler(router);
  const server = createServer(async (request, response) => {
    if (refusing) return request.socket.destroy();
    const context = {
      token: (request.headers.authorization ?? '').replace(/^Bearer /, ''),
      cut: () => request.socket.destroy(),
    };
    const { matched } = await handler.handle(request, response, { prefix: '/customer', context });
    if (matched) return;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const file = path === '/chat' ? '/index.html' : path;
    try {
      if (pages === null) throw new Error('no pages');
      const content = await readFile(join(pages, file));
      response.setHeader(
        'Content-Security-Policy',
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
      );
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  return {
    url,
    calls,
    say,
    change,
    named: (name: string) => calls.filter((call) => call.name === name),
    get messages(): readonly Message[] {
      return messages;
    },
    /** Ends every connection; while `refuse` is on, new ones fail. */
    cut: () => server.closeAllConnections(),
    refuse: (on: boolean) => (refusing = on),
    loseNextAnswer: () => (loseNextAnswer = true),
    forget: () => (token = ''),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
