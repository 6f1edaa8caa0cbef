/**
 * Losing a right ends everything that it opened: every action that revokes one × everything that can be open, over real
 * sockets and HTTP, on the hub where the action happens and on another one.
 */
import { randomUUID } from 'node:crypto';
import type { ContractRouterClient } from '@orpc/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { setupContract } from '#core/contract/setup.ts';
import type { supervisorContract } from '#core/contract/supervisor.ts';
import type { CustomerEvent, Message } from '#core/conversations/message.ts';
import type { Role } from '#core/vocabulary.ts';
import { systemClock } from '#hub/base/clock.ts';
import { Hub } from '#hub/app/hub.ts';
import { hashPassword } from '#hub/auth/passwords.ts';
import { localUser, writeSampleCentre } from '#hub/setup/sample-centre.ts';
import { ensureSystemRecords } from '#hub/setup/system-records.ts';
import { putUser } from '#hub/setup/write.ts';
import { openStore } from '#hub/store/store.ts';
import {
  customerPage,
  type HubClient,
  openSocket,
  overHttp,
  overSocket,
  putToken,
} from '../support/hub-process.ts';
import { newDatabase } from '../support/stores.ts';

const PASSWORD = 'a quiet orchard of pears';
/** Where the action happens, messages must stop within 100 ms; on another hub within a second. */
const HERE_MS = 100;
const ELSEWHERE_MS = 1_000;

/** A long-lived stream or socket, what it has delivered, and whether it has ended. */
interface Opened {
  readonly texts: string[];
  ended: boolean;
}

type SetupClient = ContractRouterClient<typeof setupContract>;
type SupervisorClient = ContractRouterClient<typeof supervisorContract>;

const ROLE_LOST = 'an admin takes a role away';
const command = () => ({ commandId: randomUUID() });

/** All followed streams, to be closed at the end. */
const streams: AsyncIterator<unknown>[] = [];

/** Reads a stream to its end. */
async function follow(stream: Promise<AsyncIterable<unknown>>): Promise<Opened> {
  const opened: Opened = { texts: [], ended: false };
  const events = await stream;
  streams.push(events[Symbol.asyncIterator]());
  const begun = Promise.withResolvers<void>();
  void (async () => {
    try {
      for await (const event of events) {
        const { messages = [] } = event as { messages?: readonly Message[] };
        opened.texts.push(...messages.map(({ text }) => text));
        begun.resolve();
      }
    } catch {
      // A stream may end with an error.
    }
    opened.ended = true;
    begun.resolve();
  })();
  await begun.promise;
  return opened;
}

const ways = [
  ['sqlite', 'on its only hub'],
  ['postgres', 'on the hub of the act'],
  ['postgres', 'on another hub'],
] as const;

describe.each(ways)('S1, S2: rights that end, %s, %s', (kind, where) => {
  const hubs: Hub[] = [];
  const sockets: WebSocket[] = [];
  let remove: () => void;
  let heartbeats: NodeJS.Timeout;
  let boss: HubClient & { setup: SetupClient; supervisor: SupervisorClient };
  /** The hub where the actions happen, and the one where the streams are open. */
  let acting: Hub;
  let open: Hub;

  beforeAll(async () => {
    const database = await newDatabase(kind);
    remove = database.remove;
    const store = await openStore(database.address);
    await store.write(async (db) => {
      await ensureSystemRecords(db, 'en');
      await writeSampleCentre(db, 'en');
      const admin = { ...localUser({ username: 'boss', name: 'Boss' }), id: 'boss' };
      await putUser(db, { ...admin, roles: ['admin', 'supervisor'] }, '');
    });
    await store.close();
    for (let count = 0; count < (where === 'on another hub' ? 2 : 1); count++) {
      const hub = new Hub({
        store: await openStore(database.address),
        clock: systemClock,
        log: pino({ level: 'silent' }),
        processMetrics: false,
        options: {
          host: '127.0.0.1',
          port: 0,
          tls: null,
          behindProxy: true,
          publicUrl: null,
          customerPage: '',
        },
      });
      await hub.start();
      hubs.push(hub);
    }
    acting = hubs[0]!;
    open = hubs.at(-1)!;
    const token = await acting.services.context.store.write((db) => putToken(db, 'boss'));
    boss = overSocket(await openSocket(acting.url, token)) as typeof boss;
    const desk = { deviceId: 'boss-desk', deviceName: 'desk', runId: randomUUID() };
    const snapshots = await boss.link.watch(desk);
    await snapshots.next();
    heartbeats = setInterval(() => void boss.link.beat(desk).catch(() => undefined), 2_000);
    await boss.presence.setStatus({ ...command(), statusId: 'Available' });
  });
  afterAll(async () => {
    clearInterval(heartbeats);
    for (const hub of hubs) await hub.stop();
    remove();
  });

  const within = where === 'on another hub' ? ELSEWHERE_MS : HERE_MS;
  const store = () => acting.services.context.store;

  /** A signed-in user; resolves once the other hub knows them. */
  async function person(roles: readonly Role[]) {
    const id = `u-${randomUUID()}`;
    const user = { ...localUser({ username: id, name: id }), id, roles: [...roles], profileId: 'care' };
    await acting.services.context.unit(async (unit) => {
      await putUser(unit.db, user, await passwordHash);
      unit.setupChanged = true;
    });
    const token = await store().write((db) => putToken(db, id));
    await vi.waitFor(() => expect(open.services.context.directory.users.has(id)).toBe(true), 3_000);
    const socket = await openSocket(open.url, token);
    sockets.push(socket);
    const client = overSocket(socket) as typeof boss;
    return { id, token, socket, client, version: 1 };
  }
  type Person = Awaited<ReturnType<typeof person>>;

  /** A chat that this agent has open, with its customer. */
  async function chatOf(agent: Person) {
    const device = { deviceId: randomUUID(), deviceName: 'desk', runId: randomUUID() };
    const snapshots = await agent.client.link.watch(device);
    const offers: { agentWorkId: string; workItemId: string }[] = [];
    void (async () => {
      for await (const snapshot of snapshots) offers.splice(0, offers.length, ...snapshot.offers);
    })().catch(() => undefined);
    const startId = randomUUID();
    const browserKey = randomUUID();
    const start = { startId, browserKey, name: 'Cora', queue: 'care' };
    await agent.client.presence.setStatus({ ...command(), statusId: 'Available' });
    const { token, workItemId } = await customerPage(acting.url).start(start);
    await boss.supervisor.work.assign({ ...command(), workItemId, agentId: agent.id }).catch(() => undefined);
    await vi.waitFor(() => expect(offers.some((one) => one.workItemId === workItemId)).toBe(true), 8_000);
    const { agentWorkId } = offers.find((one) => one.workItemId === workItemId)!;
    await agent.client.work.accept({ ...command(), agentWorkId });
    return { token, workItemId, agentWorkId, start, page: customerPage(acting.url, token) };
  }

  const passwordHash = hashPassword(PASSWORD);
  const dead = (socket: WebSocket) => ({
    get ended() {
      return socket.readyState !== socket.OPEN;
    },
    texts: [],
  });
  const record = (id: string) => {
    const { id: _id, version, ...rest } = acting.services.context.directory.user(id);
    return { id, version, record: rest };
  };

  /** Actions that end a sign-in. Each must close the socket with all its streams, and nothing of other users. */
  const signInActs: Record<string, (who: Person) => Promise<unknown>> = {
    'the user changes the own password at another device': async (who) => {
      const other = await store().write((db) => putToken(db, who.id));
      await overHttp(acting.url, other).auth.changePassword({
        current: PASSWORD,
        next: 'another quiet orchard of plums',
      });
    },
    'an admin sets the password': (who) =>
      boss.setup.setPassword({ userId: who.id, password: 'another quiet orchard of plums' }),
    'the token is signed out': (who) => overHttp(acting.url, who.token).auth.signOut({}),
    'an admin deactivates the user': (who) =>
      boss.setup.setActive({ noun: 'user', id: who.id, version: record(who.id).version, active: false }),
    [ROLE_LOST]: (who) => {
      const { record: user, ...rest } = record(who.id);
      return boss.setup.save.user({ ...rest, record: { ...user, roles: user.roles.slice(0, -1) } });
    },
  };
  /** Actions outside the hub, found only by polling the database, within one polling interval (a second). */
  const quietActs: Record<string, (who: Person) => Promise<unknown>> = {
    'the command line ends the sign-ins': (who) =>
      store().write((db) => db.deleteFrom('token').where('user_id', '=', who.id).execute()),
    'the token runs out': (who) =>
      store().write((db) =>
        db.updateTable('token').set({ expires_at: Date.now() }).where('user_id', '=', who.id).execute(),
      ),
  };

  it.each([
    ...Object.entries(signInActs).map(([name, act]) => ({ name, act, limit: within })),
    ...Object.entries(quietActs).map(([name, act]) => ({ name, act, limit: 2_500 })),
  ])('$name: ends everything of that sign-in and nothing else', async ({ act, limit }) => {
    const who = await person(['agent', 'supervisor', 'admin']);
    const bystander = await person(['agent', 'supervisor', 'admin']);
    const chat = await chatOf(who);
    const streamsOf = async (one: Person) => ({
      socket: dead(one.socket),
      floor: await follow(one.client.supervisor.watch({})),
      alerts: await follow(one.client.supervisor.alerts({})),
      setup: await follow(one.client.setup.watch({})),
      monitor: await follow(one.client.supervisor.conversation.readAlong({ workItemId: chat.workItemId })),
    });
    const mine = {
      ...(await streamsOf(who)),
      conversation: await follow(who.client.conversation.watch({ workItemId: chat.workItemId, after: 0 })),
    };
    const others = await streamsOf(bystander);
    const customer = await follow(customerPage(open.url, chat.token).watch({ after: 0 }));

    await act(who);
    const acted = performance.now();
    await vi.waitFor(() => expect(Object.entries(mine).filter(([, { ended }]) => !ended)).toEqual([]), {
      timeout: limit + 1_500,
      interval: 10,
    });
    // A generous limit: this machine runs other tests as well.
    expect(performance.now() - acted).toBeLessThan(limit + 1_500);
    // Losing a role keeps the sign-in; all other actions end it.
    const again = await openSocket(open.url, who.token).then(
      (socket) => (socket.terminate(), 'opened'),
      () => 'refused',
    );
    expect(again).toBe(act === signInActs[ROLE_LOST] ? 'opened' : 'refused');
    expect(Object.entries(others).filter(([, { ended }]) => ended)).toEqual([]);
    expect(customer.ended).toBe(false);
  });

  /** Actions that end access to one conversation. */
  const conversationActs: Record<
    string,
    (agent: Person, workItemId: string, agentWorkId: string) => Promise<unknown>
  > = {
    'the agent gives it back to the queue': (agent, _item, agentWorkId) =>
      agent.client.work.backToQueue({ ...command(), agentWorkId }),
    'a supervisor takes it over': (_agent, workItemId) =>
      boss.supervisor.work.takeOver({ ...command(), workItemId }),
    'a supervisor returns it to the queue': (_agent, _item, agentWorkId) =>
      boss.supervisor.work.returnToQueue({ ...command(), agentWorkId }),
    'the agent signs out and hands over': (agent) =>
      agent.client.presence.signOut({ ...command(), handOverOpenWork: true }),
    'a supervisor signs the agent out': (agent) =>
      boss.supervisor.agents.signOut({ ...command(), agentIds: [agent.id], handOverOpenWork: true }),
  };

  it.each(Object.entries(conversationActs))(
    '%s: the agent receives no further messages',
    async (_name, act) => {
      const agent = await person(['agent']);
      const { workItemId, agentWorkId, page } = await chatOf(agent);
      const watch = await follow(agent.client.conversation.watch({ workItemId, after: 0 }));
      await page.send({ clientId: randomUUID(), text: 'while it is the own' });
      await vi.waitFor(() => expect(watch.texts).toContain('while it is the own'), 3_000);
      await act(agent, workItemId, agentWorkId);
      await page.send({ clientId: randomUUID(), text: 'my card is 4111' });
      await page.typing({ typing: true });
      await new Promise((resolve) => setTimeout(resolve, ELSEWHERE_MS));
      expect(watch.texts).not.toContain('my card is 4111');
      const older = await agent.client.conversation
        .older({ workItemId, before: 1_000 })
        .catch(() => [] as Message[]);
      expect(older.map(({ text }) => text)).not.toContain('my card is 4111');
    },
  );

  it('ends monitoring when the scope of the supervisor is narrowed', async () => {
    const agent = await person(['agent']);
    const supervisor = await person(['supervisor']);
    const { workItemId, page } = await chatOf(agent);
    const monitor = await follow(supervisor.client.supervisor.conversation.readAlong({ workItemId }));
    await page.send({ clientId: randomUUID(), text: 'within the limits' });
    await vi.waitFor(() => expect(monitor.texts).toContain('within the limits'), 3_000);
    const { record: user, ...rest } = record(supervisor.id);
    await boss.setup.save.user({
      ...rest,
      record: { ...user, supervises: { queueIds: [], profileIds: [] } },
    });
    await vi.waitFor(() => expect(monitor.ended).toBe(true), { timeout: within + 1_500, interval: 10 });
    await page.send({ clientId: randomUUID(), text: 'outside the limits' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(monitor.texts).not.toContain('outside the limits');
  });

  it('ends the stream of the old token when the same browser resumes the chat elsewhere', async () => {
    const agent = await person(['agent']);
    const chat = await chatOf(agent);
    const old = await follow(customerPage(open.url, chat.token).watch({ after: 0 }));
    const again = await customerPage(acting.url).start(chat.start);
    expect(again.workItemId).toBe(chat.workItemId);
    await vi.waitFor(() => expect(old.ended).toBe(true), { timeout: within + 1_500, interval: 10 });
    const current: CustomerEvent[] = [];
    for await (const event of await customerPage(open.url, again.token).watch({ after: 0 })) {
      current.push(event);
      if (event.kind === 'view') break;
    }
    expect(current.length).toBeGreaterThan(0);
  });

  it('S13: rejects the same start from another browser without ending the running chat', async () => {
    const agent = await person(['agent']);
    const chat = await chatOf(agent);
    const mine = await follow(customerPage(open.url, chat.token).watch({ after: 0 }));
    for (const browserKey of [undefined, randomUUID()])
      await expect(customerPage(acting.url).start({ ...chat.start, browserKey })).rejects.toMatchObject({
        code: 'START_USED',
      });
    await expect(
      customerPage(acting.url).start({ ...chat.start, startId: 'order-4711' }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(mine.ended).toBe(false);
    await expect(chat.page.send({ clientId: randomUUID(), text: 'still mine' })).resolves.toBeDefined();
  });

  it('S3: writes one audit log entry each time a supervisor monitors a conversation', async () => {
    const agent = await person(['agent']);
    const supervisor = await person(['supervisor']);
    const chat = await chatOf(agent);
    const { conversation } = supervisor.client.supervisor;
    const lines = () =>
      store()
        .reader.selectFrom('audit')
        .select('id')
        .where('actor_id', '=', supervisor.id)
        .where('entity_id', '=', chat.workItemId)
        .execute();
    expect(await lines()).toEqual([]);
    await conversation.older({ workItemId: chat.workItemId, before: 5 });
    expect(await lines()).toHaveLength(1);
    const stream = await conversation.readAlong({ workItemId: chat.workItemId, after: 1 });
    await conversation.older({ workItemId: chat.workItemId, before: 5 });
    await stream.return?.();
    expect(await lines()).toHaveLength(1);
    const other = await person(['supervisor']);
    await other.client.supervisor.conversation.readAlong({ workItemId: chat.workItemId, after: 1 });
    const byOther = await store()
      .reader.selectFrom('audit')
      .select('id')
      .where('actor_id', '=', other.id)
      .where('entity_id', '=', chat.workItemId)
      .execute();
    expect(byOther).toHaveLength(1);
  });

  it('leaves no subscription registered once everything is closed', async () => {
    for (const one of streams.splice(0)) await one.return?.();
    for (const socket of sockets) socket.terminate();
    // Only the admin's socket is still open.
    await vi.waitFor(() => expect(open.services.context.rights.count).toBe(open === acting ? 1 : 0), {
      timeout: 5_000,
      interval: 50,
    });
  });
});
