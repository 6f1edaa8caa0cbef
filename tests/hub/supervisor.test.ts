import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { RoutingConfiguration } from '#core/setup/channels-and-queues.ts';
import type { User } from '#core/setup/people.ts';
import { putRecord, putUser } from '#hub/setup/write.ts';
import { endWork, talk } from '../support/acts.ts';
import { FloorFollower } from '../support/follow-floor.ts';
import { onBothStores } from '../support/on-both.ts';
import { commandId, type World } from '../support/world.ts';

const kim: Partial<User> = { name: 'Kim', roles: ['supervisor'] };
const people = { agents: ['ann', 'ben', 'kim'], users: { kim } };

async function openChat(world: World, agent = 'ann'): Promise<{ item: string; work: string }> {
  const item = await world.chat('Cora');
  const offer = (await world.snapshot(agent)).offers.find((one) => one.workItemId === item)!;
  await world.do(world.as(agent).work.accept({ commandId: commandId(), agentWorkId: offer.agentWorkId }));
  return { item, work: offer.agentWorkId };
}

const lines = async (world: World) =>
  (await world.store.reader.selectFrom('audit').select(['action', 'actor', 'entity_id']).execute()).map(
    (row) => `${row.actor} ${row.action} ${row.entity_id}`,
  );

onBothStores('the floor', (make) => {
  it('sends a full reading first, then only changes', async () => {
    const world = await make(people);
    await world.link('ann');
    const floor = await FloorFollower.start(world, 'kim');
    const before = await floor.now();
    expect(before.agents.get('ann')).toMatchObject({
      name: 'Ann',
      signedIn: true,
      effectiveBase: 'available',
      primary: { used: 0, max: 5000 },
    });
    expect(before.agents.get('ben')).toMatchObject({ signedIn: false, effectiveBase: 'offline' });
    expect(before.queues.get('general')).toMatchObject({ waiting: 0, members: { available: 1, offline: 2 } });
    expect(floor.updates.map(({ kind }) => kind)).toEqual(['whole']);

    const item = await world.chat('Cora');
    const ringing = await floor.now();
    expect(floor.updates.at(-1)).toMatchObject({ kind: 'changes', goneWork: [] });
    expect(ringing.agents.get('ann')).toMatchObject({ offers: 1, today: { offered: 1, answered: 0 } });
    expect([...ringing.work.values()]).toMatchObject([
      { workItemId: item, state: 'offered', agentId: 'ann', customer: 'Cora', hasConversation: true },
    ]);
    expect(ringing.agents.get('ben')).toBe(before.agents.get('ben'));
    await floor.close();
  });

  it('omits work that arrived, was accepted and ended between two readings', async () => {
    const world = await make(people);
    const floor = await FloorFollower.start(world, 'kim');
    const { id } = await world.api().create({ channel: 'cases', queue: 'general', customer: 'Cora' });
    expect((await floor.now()).work.get(id)).toMatchObject({ state: 'queued' });
    await world.link('ann');
    const [offer] = (await world.snapshot('ann')).offers;
    const { agentWorkId } = offer!;
    await world.do(world.as('ann').work.accept({ commandId: commandId(), agentWorkId }));
    await world.do(world.as('ann').work.end({ commandId: commandId(), agentWorkId }));
    expect([...(await floor.now()).work.values()]).toEqual([]);
    await floor.close();
  });

  it('counts the day: answered in time, declined, missed in a row, abandoned', async () => {
    const world = await make({
      ...people,
      configuration: { allowDecline: true },
      routing: { pushTimeOutSeconds: 10 },
    });
    const floor = await FloorFollower.start(world, 'kim');
    await world.link('ann');
    await openChat(world);
    await world.chat('Dora');
    const [offer] = (await world.snapshot('ann')).offers;
    await world.do(
      world
        .as('ann')
        .work.decline({ commandId: commandId(), agentWorkId: offer!.agentWorkId, reasonId: null, note: '' }),
    );
    await world.chat('Eve');
    await world.advance(11_000);
    const held = await floor.now();
    expect(held.agents.get('ann')!.today).toMatchObject({ answered: 1, declined: 1, missedInARow: 1 });
    expect(held.queues.get('general')).toMatchObject({ answered: 1, answeredInTime: 1 });
    await floor.close();
  });

  it('alerts supervisors to a help flag, and stops when the flag is lowered', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item, work } = await openChat(world);
    const stop = new AbortController();
    const calls: string[][] = [];
    const stream = await world.supervisorAs('kim').alerts({}, { signal: stop.signal });
    const done = (async () => {
      for await (const alerts of stream)
        calls.push(alerts.map((alert) => `${alert.kind} ${alert.params.agent}`));
    })();
    // No agent asks for help yet; what follows is not part of the first reading.
    await expect.poll(() => calls).toEqual([[]]);
    await world.do(
      world.as('ann').work.askSupervisor({ commandId: commandId(), agentWorkId: work, wanted: true }),
    );
    await world.hub.services.floor.refresh();
    await expect.poll(() => calls).toEqual([[], ['help-wanted Ann']]);
    await world.do(world.supervisorAs('kim').work.lowerFlag({ commandId: commandId(), workItemId: item }));
    await world.hub.services.floor.refresh();
    await expect.poll(() => calls.at(-1)).toEqual([]);
    expect((await world.snapshot('ann')).work[0]!.helpWanted).toBe(false);
    stop.abort();
    await done;
  });
});

onBothStores('a supervisor', (make) => {
  it('sets the status of several agents; each sees by whom, and one refusal does not stop the others', async () => {
    const world = await make(people);
    await world.link('ann');
    await world.link('ben');
    await openChat(world);
    const { refused } = await world.do(
      world.supervisorAs('kim').agents.setStatus({
        commandId: commandId(),
        agentIds: ['ann', 'ben', 'kim'],
        statusId: 'Offline',
        note: 'Go home',
      }),
    );
    expect(refused).toMatchObject([
      { agentId: 'ann', code: 'OPEN_WORK' },
      { agentId: 'kim', code: 'DESTINATION_NOT_SIGNED_IN' },
    ]);
    expect((await world.snapshot('ann')).presence.effectiveBase).toBe('available');
    expect((await world.snapshot('ben')).presence).toMatchObject({
      effectiveBase: 'offline',
      setBy: { kind: 'supervisor', name: 'Kim' },
      reason: 'supervisor',
      detail: { note: 'Go home' },
    });
    expect(await lines(world)).toEqual(['Kim set-status ben']);
  });

  it('applies an action once, however often it arrives', async () => {
    const world = await make(people);
    await world.link('ann');
    const act = { commandId: commandId(), agentIds: ['ann'], statusId: 'lunch', note: '' };
    await world.do(world.supervisorAs('kim').agents.setStatus(act));
    const first = await world.snapshot('ann');
    await world.do(world.supervisorAs('kim').agents.setStatus(act));
    expect((await world.snapshot('ann')).version).toBe(first.version);
  });

  it('adds agents to queues and removes them; the router follows', async () => {
    const world = await make(people);
    await world.link('ann');
    const act = (add: string[], remove: string[]) =>
      world.do(
        world
          .supervisorAs('kim')
          .agents.changeQueues({ commandId: commandId(), agentIds: ['ann'], add, remove }),
      );
    await act([], ['general', 'vip']);
    const item = await world.chat('Cora');
    expect((await world.item(item)).state).toBe('queued');
    await act(['general'], []);
    expect((await world.item(item)).owner_agent_id).toBe('ann');
    expect(await lines(world)).toEqual(['Kim change general', 'Kim change vip', 'Kim change general']);
  });

  it('assigns a waiting item; over capacity only after confirming by how much', async () => {
    const world = await make({ ...people, configuration: { capacity: 1 } });
    await world.link('ann');
    await openChat(world);
    const item = await world.chat('Dora');
    expect((await world.item(item)).state).toBe('queued');
    const act = { commandId: commandId(), workItemId: item, agentId: 'ann' };
    await expect(world.supervisorAs('kim').work.assign(act)).rejects.toMatchObject({
      code: 'OVER_CAPACITY',
      data: { name: 'Ann', over: 1, capacity: 1 },
    });
    await world.do(world.supervisorAs('kim').work.assign({ ...act, overCapacity: true }));
    const snapshot = await world.snapshot('ann');
    expect(snapshot.offers).toMatchObject([{ workItemId: item }]);
    expect(snapshot.capacity.primary).toEqual({ used: 2000, max: 1000 });
    expect(snapshot.notices).toMatchObject([{ kind: 'work-given', params: { by: 'Kim', customer: 'Dora' } }]);
  });

  it('cannot assign to an agent who is away', async () => {
    const world = await make(people);
    const item = await world.chat('Cora');
    await world.link('ben');
    await world.link('ann');
    await world.do(
      world
        .supervisorAs('kim')
        .agents.setStatus({ commandId: commandId(), agentIds: ['ann'], statusId: 'lunch' }),
    );
    await expect(
      world.supervisorAs('kim').work.assign({ commandId: commandId(), workItemId: item, agentId: 'ann' }),
    ).rejects.toMatchObject({ code: 'AGENT_NOT_ROUTABLE', data: { name: 'Ann' } });
  });

  it('assigns open work to another agent, who gets an offer; the first agent is notified', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item, work } = await openChat(world);
    await world.link('ben');
    await world.do(
      world.supervisorAs('kim').work.assign({ commandId: commandId(), workItemId: item, agentId: 'ben' }),
    );
    expect((await world.snapshot('ben')).offers).toMatchObject([{ workItemId: item }]);
    const first = await world.snapshot('ann');
    expect(first.work).toEqual([]);
    expect(first.notices).toMatchObject([
      { kind: 'work-taken-over', params: { by: 'Kim', customer: 'Cora' } },
    ]);
    const row = await world.store.reader
      .selectFrom('agent_work')
      .select(['state', 'ended_by'])
      .where('id', '=', work)
      .executeTakeFirst();
    expect(row).toEqual({ state: 'superseded', ended_by: 'supervisor' });
  });

  it('returns open work to the queue, and not to the same agent again', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item, work } = await openChat(world);
    await world.link('ben');
    await world.do(
      world.supervisorAs('kim').work.returnToQueue({ commandId: commandId(), agentWorkId: work }),
    );
    expect((await world.item(item)).owner_agent_id).toBe('ben');
    expect((await world.snapshot('ann')).notices).toMatchObject([{ kind: 'work-taken-back' }]);
  });

  it('moves an item to the front of its queue', async () => {
    const world = await make({ ...people, configuration: { oneAtATime: true } });
    await world.chat('First');
    await world.advance(10);
    const second = await world.chat('Second');
    await world.do(
      world.supervisorAs('kim').work.setPriority({ commandId: commandId(), workItemId: second, priority: 0 }),
    );
    expect(await world.supervisorAs('kim').whyWaiting({ workItemId: second })).toMatchObject({ position: 1 });
    await world.link('ann');
    expect((await world.snapshot('ann')).offers).toMatchObject([{ customer: 'Second' }]);
  });

  it('keeps an item’s position when the routing of its queue is saved with the same priority', async () => {
    const adam: Partial<User> = { roles: ['admin'] };
    const world = await make({ agents: ['ann', 'kim', 'adam'], users: { kim, adam } });
    const item = await world.chat('First');
    await world.do(
      world.supervisorAs('kim').work.setPriority({ commandId: commandId(), workItemId: item, priority: -3 }),
    );
    const setup = world.setupAs('adam');
    const { queue_id } = await world.item(item);
    const save = async (patch: Partial<RoutingConfiguration>) => {
      const picture = await setup.picture({});
      const routingId = picture.queues.find(({ id }) => id === queue_id)!.routingConfigurationId;
      const { id, version, ...record } = picture.routing.find((one) => one.id === routingId)!;
      await setup.save.routing({ id, version, record: { ...record, ...patch } });
      return record.priority;
    };
    const priority = await save({ pushTimeOutSeconds: 33 });
    expect((await world.item(item)).priority).toBe(-3);
    await save({ priority: priority + 1 });
    expect((await world.item(item)).priority).toBe(priority + 1);
  });

  it('closes waiting, open and wrapping-up work', async () => {
    const world = await make({ ...people, configuration: { wrapUp: true, wrapUpSeconds: 60 } });
    const waiting = await world.chat('Waits');
    const close = (workItemId: string) =>
      world.do(world.supervisorAs('kim').work.close({ commandId: commandId(), workItemId }));
    await close(waiting);
    expect(await world.item(waiting)).toMatchObject({ state: 'cancelled', ended_by: 'supervisor' });
    await world.link('ann');
    const { item } = await openChat(world);
    await close(item);
    expect(await world.item(item)).toMatchObject({ state: 'wrapping-up', ended_by: 'supervisor' });
    expect((await world.snapshot('ann')).wrapUps).toMatchObject([{ endedBy: 'supervisor' }]);
    await close(item);
    expect((await world.item(item)).state).toBe('closed');
    expect((await world.snapshot('ann')).wrapUps).toEqual([]);
  });

  it('takes a conversation over; the agent wraps up, the customer sees who comes', async () => {
    const world = await make({ ...people, configuration: { wrapUp: true, wrapUpSeconds: 60, capacity: 1 } });
    await world.link('ann');
    const { item } = await openChat(world);
    const act = { commandId: commandId(), workItemId: item };
    await expect(world.supervisorAs('kim').work.takeOver(act)).rejects.toMatchObject({
      code: 'AGENT_NOT_ROUTABLE',
    });
    await world.link('kim');
    await world.do(world.supervisorAs('kim').work.takeOver(act));
    expect((await world.snapshot('kim')).work).toMatchObject([{ workItemId: item, state: 'open' }]);
    expect((await world.snapshot('ann')).wrapUps).toMatchObject([
      { workItemId: item, endedBy: 'supervisor' },
    ]);
    await world.do(
      world.as('kim').conversation.send({ workItemId: item, clientId: randomUUID(), text: 'Kim here' }),
    );
  });

  it('whispers to the agent; the customer never sees it', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item } = await openChat(world);
    const sent = { workItemId: item, clientId: randomUUID(), text: 'Offer a refund' };
    const message = await world.supervisorAs('kim').conversation.whisper(sent);
    expect(await world.supervisorAs('kim').conversation.whisper(sent)).toEqual(message);
    const stop = new AbortController();
    const agent = await world.as('ann').conversation.watch({ workItemId: item }, { signal: stop.signal });
    expect((await agent.next()).value).toMatchObject({
      kind: 'history',
      messages: expect.arrayContaining([
        expect.objectContaining({ from: 'whisper', sender: 'Kim', text: sent.text }),
      ]),
    });
    stop.abort();
    const customer = await world
      .customer(item)
      .watch({}, { signal: stop.signal })
      .catch(() => null);
    if (customer)
      for await (const event of customer)
        if (event.kind === 'messages')
          expect(event.messages.map(({ from }) => from)).not.toContain('whisper');
    expect(await lines(world)).toContain(`Kim whisper ${item}`);
  });

  it('monitors a conversation, which is logged once', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item } = await openChat(world);
    const stop = new AbortController();
    const stream = await world
      .supervisorAs('kim')
      .conversation.readAlong({ workItemId: item }, { signal: stop.signal });
    expect((await stream.next()).value).toMatchObject({ kind: 'history' });
    stop.abort();
    expect(await lines(world)).toEqual([`Kim read-along ${item}`]);
    expect((await world.snapshot('ann')).notices).toEqual([]);
  });

  it('notifies the agent of monitoring where the configuration says so', async () => {
    const world = await make({ ...people, configuration: { announceReadAlong: true } });
    await world.link('ann');
    const { item } = await openChat(world);
    const stop = new AbortController();
    await world
      .supervisorAs('kim')
      .conversation.readAlong({ workItemId: item }, { signal: stop.signal })
      .then((stream) => stream.next());
    stop.abort();
    expect((await world.snapshot('ann')).notices).toMatchObject([
      { kind: 'read-along', params: { by: 'Kim', customer: 'Cora' } },
    ]);
  });

  it('sees which settings apply to an agent, and why', async () => {
    const world = await make(people);
    await world.change((db) => putUser(db, { ...world.userOf('ann'), capacity: 7, version: 2 }));
    const { capacity, queues } = await world.supervisorAs('kim').settings({ agentId: 'ann' });
    expect(capacity).toMatchObject({
      value: 7,
      source: { level: 'user', name: 'Ann' },
      overruled: [{ value: 5 }],
    });
    expect(queues.map(({ value }) => value).sort()).toEqual(['general', 'phones', 'vip']);
  });

  it('ends the wrap-ups of several agents; agents without wrap-up are unaffected', async () => {
    const world = await make({ ...people, configuration: { wrapUp: true, wrapUpSeconds: 60 } });
    await world.link('ann');
    for (const customer of ['Cora', 'Dora']) {
      const { agentWorkId } = await talk(world, 'ann', customer);
      await endWork(world, 'ann', agentWorkId);
    }
    expect((await world.snapshot('ann')).wrapUps).toHaveLength(2);
    const { refused } = await world.do(
      world
        .supervisorAs('kim')
        .agents.endWrapUps({ commandId: commandId(), agentIds: ['ann', 'ben', 'kim'] }),
    );
    expect(refused).toEqual([]);
    const { wrapUps, capacity } = await world.snapshot('ann');
    expect(wrapUps).toEqual([]);
    expect(capacity.primary.used).toBe(0);
    expect((await lines(world)).filter((line) => line.includes(' end-wrap-up '))).toHaveLength(2);
  });

  it('signs an agent out; open conversations return to the queue once confirmed', async () => {
    const world = await make(people);
    await world.link('ann');
    const { item } = await openChat(world);
    const act = (handOverOpenWork: boolean) =>
      world.do(
        world
          .supervisorAs('kim')
          .agents.signOut({ commandId: commandId(), agentIds: ['ann'], handOverOpenWork }),
      );
    expect((await act(false)).refused).toMatchObject([{ code: 'OPEN_WORK' }]);
    expect((await act(true)).refused).toEqual([]);
    expect((await world.snapshot('ann')).presence).toMatchObject({ signedIn: false, setBy: { name: 'Kim' } });
    expect((await world.item(item)).state).toBe('queued');
  });

  it('sees why an item waits, agent by agent, with the router’s own reasons', async () => {
    const world = await make({ ...people, configuration: { capacity: 1 } });
    await world.link('ann');
    await openChat(world);
    const item = await world.chat('Dora');
    const { agents, position } = await world.supervisorAs('kim').whyWaiting({ workItemId: item });
    expect(position).toBe(1);
    const codes = Object.fromEntries(agents.map((one) => [one.name, one.reasons.map(({ code }) => code)]));
    expect(codes.Ann).toEqual(['no-room']);
    expect(await world.supervisorAs('kim').whyNoWork({ agentId: 'ann' })).toMatchObject({
      waiting: 1,
      reasons: [{ code: 'no-room' }],
    });
  });
});

onBothStores('a supervisor with a scope', (make) => {
  const limited = (queueIds: string[]) => ({
    agents: ['ann', 'ben', 'kim'],
    users: { kim: { ...kim, supervises: { queueIds, profileIds: [] } } },
  });

  it('sees and reaches only the named queues and their members', async () => {
    const world = await make(limited(['vip']));
    const vip = world.hub.services.context.directory.queues.get('vip')!;
    await world.change((db) => putRecord(db, 'queue', { ...vip, memberUserIds: ['ann'] }));
    await world.link('ann');
    await world.link('ben');
    const item = await world.chat('Cora', 'general');
    const floor = await FloorFollower.start(world, 'kim');
    const held = await floor.now();
    expect([...held.agents.keys()]).toEqual(['ann']);
    expect([...held.queues.keys()]).toEqual(['vip']);
    await floor.close();
    const outside = { code: 'OUTSIDE_YOUR_TEAM' };
    const as = world.supervisorAs('kim');
    const { refused } = await as.agents.setStatus({
      commandId: commandId(),
      agentIds: ['ben'],
      statusId: 'lunch',
    });
    expect(refused).toMatchObject([outside]);
    await expect(as.timeline({ agentId: 'ben', from: 0, to: world.clock.now() })).rejects.toMatchObject(
      outside,
    );
    await expect(as.lastHour({ queueId: 'general' })).rejects.toMatchObject(outside);
    if ((await world.item(item)).owner_agent_id === 'ben')
      await expect(as.work.close({ commandId: commandId(), workItemId: item })).rejects.toMatchObject(
        outside,
      );
  });
});
