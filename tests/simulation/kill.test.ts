/** Real kill -9: a hub in its own process, under load through its real endpoints, killed at random moments. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  AgentApp,
  customerPage,
  type HubProcess,
  overHttp,
  prepareCentre,
  startHubProcess,
} from '../support/hub-process.ts';
import { Random } from './random.ts';

const KILLS = 10;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1e6);
const random = new Random(seed);
const folder = mkdtempSync(join(inject('disk'), 'onqueue-kill-'));
const file = join(folder, 'hub.db');
const secret = join(folder, 'local-user.json');
const agents = ['ann', 'ben', 'cat'];
let tokens: ReadonlyMap<string, string>;
let hub: HubProcess;

/** What the hub has acknowledged. */
const promised = {
  conversations: new Map<string, string>(),
  messages: [] as { workItemId: string; clientId: string; text: string }[],
  accepted: new Set<string>(),
  ended: new Set<string>(),
  /** Per agent work: every note sent, and the number of the last one acknowledged. */
  notes: new Map<string, { sent: string[]; acknowledged: number }>(),
  statuses: new Map<string, { sent: string[]; acknowledged: number }>(),
};

const start = () => startHubProcess(['--db', `sqlite:${file}`, '--embedded', secret, '--behind-proxy']);

beforeAll(async () => {
  tokens = await prepareCentre(`sqlite:${file}`, agents);
  hub = await start();
});
afterAll(async () => {
  await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends the next value of an overwritten field, and records the values the database may hold afterwards. */
async function overwrite(
  known: Map<string, { sent: string[]; acknowledged: number }>,
  key: string,
  value: string,
  send: () => Promise<unknown>,
): Promise<void> {
  const one = known.get(key) ?? { sent: [], acknowledged: -1 };
  known.set(key, one);
  const index = one.sent.push(value) - 1;
  await send();
  one.acknowledged = Math.max(one.acknowledged, index);
}

/** One agent until the hub is killed: accepts, writes, takes notes, ends, wraps up, changes the status. */
async function work(app: AgentApp, alive: () => boolean): Promise<void> {
  while (alive()) {
    await sleep(random.between(1, 15));
    const { offers = [], work: open = [], wrapUps = [] } = app.snapshot ?? {};
    const command = { commandId: randomUUID() };
    for (const { agentWorkId } of offers) {
      await app.hub.work.accept({ ...command, commandId: randomUUID(), agentWorkId });
      promised.accepted.add(agentWorkId);
    }
    for (const { agentWorkId, workItemId } of open) {
      const clientId = randomUUID();
      await app.hub.conversation.send({ workItemId, clientId, text: `From ${app.name}` });
      promised.messages.push({ workItemId, clientId, text: `From ${app.name}` });
      const notes = `Notes ${randomUUID()}`;
      await overwrite(promised.notes, agentWorkId, notes, () =>
        app.hub.work.saveNotes({ commandId: randomUUID(), agentWorkId, notes }),
      );
      if (random.chance(0.5)) {
        await app.hub.work.end({ commandId: randomUUID(), agentWorkId });
        promised.ended.add(agentWorkId);
      }
    }
    for (const { agentWorkId } of wrapUps)
      await app.hub.work.finishWrapUp({ commandId: randomUUID(), agentWorkId });
    if (random.chance(0.2)) {
      const statusId = random.pick(['Available', 'Busy'])!;
      await overwrite(promised.statuses, app.name, statusId, () =>
        app.hub.presence.setStatus({ ...command, statusId }),
      );
    }
  }
}

/** Customers, one after the other. */
async function come(url: string, alive: () => boolean): Promise<void> {
  while (alive()) {
    const { workItemId, token } = await customerPage(url).start({ startId: randomUUID(), name: 'Cora' });
    promised.conversations.set(workItemId, token);
    const page = customerPage(url, token);
    for (let count = random.between(1, 3); count > 0; count--) {
      const clientId = randomUUID();
      const text = `Message ${clientId}`;
      await page.send({ clientId, text });
      promised.messages.push({ workItemId, clientId, text });
    }
    await sleep(random.between(5, 30));
  }
}

/** Everything acknowledged is in the file. */
function check(): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const all = <Row>(sql: string) => database.prepare(sql).all() as Row[];
  const items = new Set(all<{ id: string }>('select id from work_item').map((row) => row.id));
  const texts = new Map(
    all<{ key: string; text: string }>(
      `select work_item_id || ' ' || client_id as key, text from message`,
    ).map((row) => [row.key, row.text]),
  );
  const works = new Map(
    all<{ id: string; state: string; notes: string; accepted_at: number | null; ended_at: number | null }>(
      'select id, state, notes, accepted_at, ended_at from agent_work',
    ).map((row) => [row.id, row]),
  );
  const states = new Map(
    all<{ agent_id: string; status_id: string }>('select agent_id, status_id from agent_state').map((row) => [
      row.agent_id,
      row.status_id,
    ]),
  );
  const owners = all(
    'select work_item_id from agent_work where owns = 1 group by work_item_id having count(*) > 1',
  );
  database.close();
  const again = `(KILL_SEED=${seed})`;
  expect(owners, again).toEqual([]);
  for (const id of promised.conversations.keys())
    expect(items.has(id), `conversation ${id} ${again}`).toBe(true);
  for (const { workItemId, clientId, text } of promised.messages)
    expect(texts.get(`${workItemId} ${clientId}`), `message ${clientId} ${again}`).toBe(text);
  for (const id of promised.accepted)
    expect(works.get(id)?.accepted_at, `accept of ${id} ${again}`).not.toBeNull();
  for (const id of promised.ended) expect(works.get(id)?.ended_at, `end of ${id} ${again}`).not.toBeNull();
  for (const [id, { sent, acknowledged }] of promised.notes)
    if (acknowledged >= 0)
      expect(sent.slice(acknowledged), `notes of ${id} ${again}`).toContain(works.get(id)?.notes);
  for (const [name, { sent, acknowledged }] of promised.statuses)
    if (acknowledged >= 0)
      expect(sent.slice(acknowledged), `status of ${name} ${again}`).toContain(states.get(name));
}

it(`loses no acknowledged change in ${KILLS} kills under load`, async () => {
  const startIds: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    let alive = true;
    const apps = await Promise.all(agents.map((name) => AgentApp.start(hub.url, name, tokens.get(name)!)));
    // All agents are still signed in: the death of the hub signed no agent out.
    for (const app of apps) expect(app.snapshot!.presence.signedIn).toBe(true);
    const people = [
      ...apps.map((app) => work(app, () => alive)),
      ...[1, 2, 3].map(() => come(hub.url, () => alive)),
    ];
    // Calls in flight when the hub died fail; they were not acknowledged.
    const left = Promise.allSettled(people);
    await sleep(random.between(150, 700));
    const dying = hub.kill();
    await sleep(random.between(0, 5));
    alive = false;
    await dying;
    apps.forEach((app) => app.stop());
    await left;
    check();
    hub = await start();
    check();
    // A start whose response was lost is repeated: one conversation.
    const startId = randomUUID();
    startIds.push(startId);
    const chat = { startId, browserKey: randomUUID(), name: 'Ida' };
    const first = await customerPage(hub.url).start(chat);
    const second = await customerPage(hub.url).start(chat);
    expect(second.workItemId).toBe(first.workItemId);
  }
  expect(promised.accepted.size).toBeGreaterThan(KILLS);
  expect(promised.messages.length).toBeGreaterThan(KILLS);
}, 120_000);

it('signs the local user in afterwards, with the password in the file', async () => {
  const { username, password } = JSON.parse(readFileSync(secret, 'utf8')) as Record<string, string>;
  const { token, name } = await overHttp(hub.url).auth.signIn({ username: username!, password: password! });
  const app = await AgentApp.start(hub.url, name, token);
  expect(app.snapshot!.agent.username).toBe(username);
  app.stop();
});
